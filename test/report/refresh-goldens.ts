// As in cli/main.ts: before anything loads the AWS SDK.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** Part of `npm run refresh`: makes the golden records and pages anew. Look at what changed. */
const { mkdirSync, writeFileSync } = await import('node:fs');
const { folderOfGoldens, GOLDENS, golden } = await import('./goldens.ts');

mkdirSync(folderOfGoldens, { recursive: true });
for (const name of Object.keys(GOLDENS) as (keyof typeof GOLDENS)[]) {
  const { record, page } = await golden(name);
  writeFileSync(`${folderOfGoldens}${name}.json`, record);
  writeFileSync(`${folderOfGoldens}${name}.html`, page);
}

export {};
