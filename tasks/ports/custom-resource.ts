import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { isCode } from './aws-errors.ts';

/** What CloudFormation is told of a custom resource that it had created, changed or deleted. */
export interface CustomResourceAnswer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly PhysicalResourceId: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
}

/** The two things that a custom resource does which starts executions. */
export interface CustomResourcePorts {
  /** Starting the same again by the same name changes nothing. */
  start(stateMachineArn: string, name: string, input: object): Promise<void>;
  /** CloudFormation waits for an hour for one that never comes. */
  answer(url: string, answer: CustomResourceAnswer): Promise<void>;
}

export function awsCustomResource(sfn: SFNClient): CustomResourcePorts {
  return {
    async start(stateMachineArn, name, input) {
      try {
        await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
      } catch (error) {
        // The first call's reply was lost, and that execution has ended meanwhile.
        if (!isCode(error, 'ExecutionAlreadyExists')) throw error;
      }
    },

    async answer(url, answer) {
      // The address is signed for a request without a content type.
      const response = await fetch(url, {
        method: 'PUT',
        headers: { 'content-type': '' },
        body: JSON.stringify(answer),
      });
      if (!response.ok) throw new Error(`CloudFormation answered ${response.status} ${response.statusText}`);
    },
  };
}
