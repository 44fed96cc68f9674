// As in cli/main.ts: before anything loads the AWS SDK.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** Part of `npm run refresh`: makes the golden records and pages anew. Look at what changed. */
const { mkdirSync, writeFileSync } = await import('node:fs');
const { ENDS } = await import('../../workflow/ends.ts');
const { folderOfGoldens, golden } = await import('./goldens.ts');

mkdirSync(folderOfGoldens, { recursive: true });
for (const end of ENDS) {
  const { record, page } = await golden(end);
  writeFileSync(`${folderOfGoldens}${end}.json`, record);
  writeFileSync(`${folderOfGoldens}${end}.html`, page);
}

export {};
