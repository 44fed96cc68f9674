import { RemovalPolicy, Stack, Tags, Token } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { type ILogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { CfnStateMachineAlias, CfnStateMachineVersion, type StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { packageVersion } from '../package-version.ts';
import { aliasArn } from '../workflow/arns.ts';
import { deployerDefinition, type FunctionArns, TASK_NAMES, type TaskName } from '../workflow/definition.ts';
import { DEPLOYER_ALIAS, DEPLOYER_NAME, ledgerOf, VERSION_TAG } from '../workflow/installation.ts';
import type { RequestDefaults } from '../workflow/request-defaults.ts';
import { checkedDefaults } from './checked-defaults.ts';
import { dashboard } from './dashboard.ts';
import type { DeployerProps } from './deployer-props.ts';
import { deployerFunction, type Network } from './functions.ts';
import { GradualDeployment } from './gradual-deployment.ts';
import { INSTALLATIONS, type Installation } from './grant.ts';
import { LEDGER_INDEX, ledgerTable } from './ledger-table.ts';
import { loggedMachine } from './logged-machine.ts';
import { Measures } from './measures.ts';
import { tellOutcomes } from './outcomes.ts';
import { type FunctionName, grantsOf } from './permissions.ts';
import { type Arns, roleOf } from './roles.ts';
import { scopeOf, statesArn } from './scope.ts';
import { EndsQueue, wake } from './watchdog.ts';

const NAME = /^[A-Za-z0-9_-]{1,40}$/;
/** Step Functions makes one in each account, under this name (Step Functions: permissions for startExecution.sync). */
const SYNC_RULE = 'StepFunctionsGetEventsForStepFunctionsExecutionRule';

/**
 * The deployer on AWS: its state machine with a version and an alias of its own, a function for each Task, the ledger, and the watchdog that completes what a stopped
 * deployment leaves. `new Deployer(this, 'Deployer')` is all it takes; props narrow what it may touch. What each part may do: docs/permissions.md.
 * @throws Error for a name that does not fit, contradicting props, and defaults that no request may have
 */
export class Deployer extends Construct {
  /** Start executions of it: their input is the request. */
  readonly stateMachine: StateMachine;
  /** The alias `live` of the state machine, which starts should go through: on the version of this template, or with `selfUpdate` where the deployer has shifted it. */
  readonly aliasArn: string;
  /** `stepshift-ledger`, where the deployer is not called otherwise. Outlives the stack. */
  readonly ledger: Table;
  /** By the Tasks' names, and the watchdog as `RecoverDeployment`. */
  readonly functions: Readonly<Record<FunctionName, LambdaFunction>>;
  /** What the watchdog could not complete for hours. */
  readonly deadLetters: IQueue;
  /** The metrics and alarms. */
  readonly measures: Measures;

  /** As it was installed; what gradual deployments add to it is made alike. */
  readonly props: DeployerProps;

  readonly #name: string;

  constructor(scope: Construct, id: string, props: DeployerProps = {}) {
    super(scope, id);
    this.#name = checkedName(props);
    this.props = props;
    if (props.permissionsBoundary) PermissionsBoundary.of(this).apply(props.permissionsBoundary);
    const functionLog = this.#log('FunctionLog', `/aws/lambda/${this.#name}`, props);
    const machineLog = this.#log('MachineLog', `/aws/vendedlogs/states/${this.#name}`, props);
    const ends = new EndsQueue(this, 'Queues');
    this.deadLetters = ends.deadLetters;
    this.ledger = ledgerTable(this, props.ledgerName ?? ledgerOf(this.#name), props.ledgerKey);
    this.functions = this.#functions(props, functionLog, ends);
    this.stateMachine = this.#machine(machineLog, props);
    Tags.of(this.stateMachine).add(VERSION_TAG, packageVersion());
    // Its own tag is what lets it deploy itself.
    if (props.selfUpdate && props.tag) Tags.of(this.stateMachine).add(props.tag.key, props.tag.value);
    this.aliasArn = props.selfUpdate ? aliasArn(this.stateMachine.stateMachineArn, DEPLOYER_ALIAS) : this.#alias();
    if (props.selfUpdate) this.#updateItself(props.selfUpdate);
    wake(this, this.functions.RecoverDeployment, ends, this.#machineArn());
    tellOutcomes(this, this.#machineArn(), { topic: props.outcomeTopic, bus: props.outcomeBus });
    this.measures = new Measures(this, 'Measures', {
      namespace: props.metricNamespace ?? this.#name,
      machineLog,
      functionLog,
      deadLetters: ends.deadLetters,
      alarmTopic: props.alarmTopic,
      validationErrorsPerHour: props.validationErrorsPerHour,
    });
    if (props.dashboard) this.#dashboard();
  }

  /** By its name, for the functions must know it before it is there. */
  #machineArn(): string {
    return statesArn(this, 'stateMachine', this.#name);
  }

  #log(id: string, logGroupName: string, { logRetention: retention = RetentionDays.ONE_YEAR }: DeployerProps) {
    return new LogGroup(this, id, { logGroupName, retention, removalPolicy: RemovalPolicy.DESTROY });
  }

  #functions(props: DeployerProps, logGroup: ILogGroup, { queue }: EndsQueue): Record<FunctionName, LambdaFunction> {
    const scope = scopeOf(this, props, this.#name);
    const installation = installationOf(props);
    const arns: Arns = {
      ...this.#targets(props),
      execution: [statesArn(this, 'execution', this.#name, '*')],
      ledger: [this.ledger.tableArn],
      ledgerIndex: [`${this.ledger.tableArn}/index/${LEDGER_INDEX}`],
      ...(props.ledgerKey && { ledgerKey: [props.ledgerKey.keyArn] }),
      ends: [queue.queueArn],
      functionLog: [logGroup.logGroupArn],
    };
    const network = this.#network(props);
    const names: readonly FunctionName[] = [...TASK_NAMES, 'RecoverDeployment'];
    const made = names.map((name) => {
      const grants = grantsOf(name, installation);
      const usesLedger = grants.some(({ on }) => on === 'ledger' || on === 'ledgerIndex');
      const parts = {
        name,
        functionName: `${this.#name}-${name}`,
        description: name === 'RecoverDeployment' ? 'Watchdog of the deployer' : `Task ${name} of the deployer`,
        role: roleOf(this, `${name}Role`, 'lambda', grants, arns, scope),
        logGroup,
        environment: usesLedger ? { STEPSHIFT_LEDGER: this.ledger.tableName } : {},
        network,
      };
      return [name, deployerFunction(this, parts)] as const;
    });
    return Object.fromEntries(made) as Record<FunctionName, LambdaFunction>;
  }

  /** What permissions on the state machines to deploy, and on what belongs to them, are given on. */
  #targets(props: DeployerProps): Arns {
    const { targetArns, executionArns } = scopeOf(this, props, this.#name);
    return {
      target: targetArns,
      targetAlias: targetArns,
      targetVersion: targetArns,
      targetExecution: executionArns,
      ...(props.targetKeys && { targetKey: props.targetKeys.map(({ keyArn }) => keyArn) }),
    };
  }

  #network({ vpc, vpcSubnets, securityGroups }: DeployerProps): Network {
    if (!vpc) {
      if (vpcSubnets || securityGroups)
        throw new Error('stepshift: vpcSubnets and securityGroups are for a vpc: give it');
      return {};
    }
    const shared = securityGroups ?? [
      new SecurityGroup(this, 'SecurityGroup', { vpc, description: 'Functions of the deployer' }),
    ];
    return { vpc, securityGroups: shared, ...(vpcSubnets && { vpcSubnets }) };
  }

  /** It names published versions of its functions, so that what is in flight during an upgrade ends with the code it began with. */
  #machine(logGroup: ILogGroup, props: DeployerProps): StateMachine {
    const arnOf = (name: TaskName): string => this.functions[name].currentVersion.functionArn;
    const functionArns = Object.fromEntries(TASK_NAMES.map((name) => [name, arnOf(name)])) as FunctionArns;
    const taskFunctions = TASK_NAMES.map((name) => `${this.functions[name].functionArn}:*`);
    const syncRule = Stack.of(this).formatArn({ service: 'events', resource: 'rule', resourceName: SYNC_RULE });
    const arns: Arns = { ...this.#targets(props), taskFunctions, syncRule: [syncRule] };
    return loggedMachine(this, 'Machine', {
      stateMachineName: this.#name,
      definition: deployerDefinition(
        functionArns,
        checkedDefaults('defaults', props.defaults),
        Stack.of(this).partition,
      ),
      role: roleOf(
        this,
        'MachineRole',
        'states',
        grantsOf('Stepshift', installationOf(props)),
        arns,
        scopeOf(this, props, this.#name),
      ),
      logGroup,
    });
  }

  #alias(): string {
    const version = new CfnStateMachineVersion(this, 'MachineVersion', {
      stateMachineArn: this.stateMachine.stateMachineArn,
      stateMachineRevisionId: this.stateMachine.stateMachineRevisionId,
    });
    version.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    const routingConfiguration = [{ stateMachineVersionArn: version.attrArn, weight: 100 }];
    const alias = new CfnStateMachineAlias(this, 'MachineAlias', { name: DEPLOYER_ALIAS, routingConfiguration });
    // It stays where the deployer takes it over (selfUpdate); with its machine it is gone anyway.
    alias.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    return alias.attrArn;
  }

  /** Version and alias are the deployer's own to make and to move, and no resources of the stack. */
  #updateItself(request: RequestDefaults): void {
    const stateMachine = this.stateMachine;
    new GradualDeployment(this, 'SelfUpdate', { deployer: this, stateMachine, alias: DEPLOYER_ALIAS, request });
  }

  #dashboard(): void {
    dashboard(this, {
      name: this.#name,
      measures: this.measures,
      machine: this.stateMachine,
      functions: Object.values(this.functions),
    });
  }
}

function installationOf({ vpc, ledgerKey, targetKeys }: DeployerProps): readonly Installation[] {
  const given: Readonly<Record<Installation, unknown>> = { vpc, ledgerKey, targetKeys: targetKeys?.[0] };
  return INSTALLATIONS.filter((one) => given[one] !== undefined);
}

function checkedName({ name = DEPLOYER_NAME, ledgerName }: DeployerProps): string {
  // What only CloudFormation knows cannot be put into small letters here.
  if (Token.isUnresolved(name) && ledgerName === undefined)
    throw new Error('stepshift: name: found a value that only CloudFormation knows, expected a ledgerName with it');
  if (Token.isUnresolved(name) || NAME.test(name)) return name;
  throw new Error(`stepshift: name: found ${JSON.stringify(name)}, expected 1 to 40 of a-z A-Z 0-9 _ -`);
}
