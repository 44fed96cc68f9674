/** A process that does what its parent asks, one job after the other, until it is ended. */
import type { Answer, Call } from './in-workers.ts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

process.on('message', (call: Call) => {
  answer(call).then((said) => process.send!(said));
});

async function answer({ module, name, job }: Call): Promise<Answer> {
  try {
    const exported = await import(module);
    return { result: await exported[name](job) };
  } catch (error) {
    return { fault: (error as Error).stack ?? String(error) };
  }
}
