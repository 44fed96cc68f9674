#!/usr/bin/env node
// Before anything loads the AWS SDK: what it says about Node 20 is for its own users, not for somebody's first screen of this command.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const { dispatch } = await import('./dispatch.ts');
const { processScreen } = await import('./screen.ts');
process.exitCode = await dispatch(process.argv.slice(2), processScreen(process));
// Ended by a signal: an answer that is still awaited would keep the process.
if (process.exitCode > 128) process.exit();

export {};
