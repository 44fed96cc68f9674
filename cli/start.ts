// As in main.ts: before anything loads the AWS SDK.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const { demonstrate } = await import('./demonstration.ts');
const { processScreen } = await import('./screen.ts');
process.exitCode = await demonstrate(processScreen(process));

export {};
