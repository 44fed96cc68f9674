/** Those with even names fail, those with odd ones hang for half an hour. */
export const FAILING = JSON.stringify({
  StartAt: 'A',
  States: {
    A: {
      Type: 'Choice',
      Choices: [
        {
          Or: [1, 3, 5, 7, 9].map((odd) => ({ Variable: '$$.Execution.Name', StringMatches: `*${odd}` })),
          Next: 'Hang',
        },
      ],
      Default: 'B',
    },
    B: { Type: 'Fail', Error: 'Bad' },
    Hang: { Type: 'Wait', Seconds: 1800, End: true },
  },
});

/** Waits for an answer that never comes, without a time. */
export const HANGING = JSON.stringify({
  StartAt: 'A',
  States: {
    A: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Parameters: { FunctionName: 'never-answers', Payload: { 'token.$': '$$.Task.Token' } },
      End: true,
    },
  },
});

/** Succeeds, each version with another result. */
export function passing(result: number): string {
  return JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', Result: result, End: true } } });
}
