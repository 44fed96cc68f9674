/** For the SDK's clients of whatever answers at `endpoint`. MiniStack takes an access key of twelve digits for the account; nobody else looks at it. */
export function clientOptionsOf(endpoint: string) {
  return {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: '123456789012', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
}
