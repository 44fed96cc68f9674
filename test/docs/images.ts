// As in cli/main.ts: before anything loads the AWS SDK.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** `npm run images`: draws anew the pictures of README and docs. A test holds them. */
const { mkdirSync, writeFileSync } = await import('node:fs');
const { dirname } = await import('node:path');
const { pictures } = await import('./pictures.ts');

for (const [file, svg] of Object.entries(await pictures())) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, svg);
}

export {};
