// As in cli/main.ts: before anything loads the AWS SDK.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const { BENCHMARKS } = await import('./all.ts');
const { drive } = await import('./driver.ts');
process.exitCode = await drive(process.argv.slice(2), BENCHMARKS);

export {};
