import { LocalAws } from '../local/local-aws.ts';

const definition = JSON.stringify({
  StartAt: 'A',
  States: {
    A: { Type: 'Pass', Result: { x: 1 }, ResultPath: '$.a', Next: 'B' },
    B: { Type: 'Choice', Choices: [{ Variable: '$.a.x', NumericEquals: 1, Next: 'C' }], Default: 'E' },
    C: { Type: 'Pass', Parameters: { 'y.$': '$.a.x' }, Next: 'D' },
    D: { Type: 'Pass', Next: 'E' },
    E: { Type: 'Succeed' },
  },
});
const roleArn = 'arn:aws:iam::123456789012:role/any';
const aws = new LocalAws({ keptHistories: 100 });
const op = aws.states.operations.StartExecution!;
const { stateMachineArn } = await aws.states.operations.CreateStateMachine!(
  { name: 'std', definition, roleArn },
  aws.context,
);
const t = performance.now();
for (let i = 0; i < 60000; i++) await op({ stateMachineArn, input: '{"a":1}' }, aws.context);
console.log((60000 / (performance.now() - t)) * 1000);
