import { afterAll, beforeAll, describe } from '@jest/globals';
import type { RunningServer } from '../../local/http-server.ts';
import { LocalAws } from '../../local/local-aws.ts';
import { RealClock } from '../../local/real-clock.ts';
import { serve } from '../../local/serve.ts';
import { describeOn, type Started, startContainer } from './containers.ts';
import { holdsTheControlPlane } from './control-plane.ts';
import { emptied } from './emptied.ts';
import { EMULATOR, EMULATOR_DIFFERENCES } from './images.ts';

/** An image is pulled the first time. */
const START_MILLIS = 600_000;

describe('the control plane', () => {
  describe('of local AWS in the emulator’s place', () => {
    let server: RunningServer;
    beforeAll(async () => {
      server = await serve(new LocalAws({ clock: new RealClock({ keepsProcess: false }) }), 0);
    });
    afterAll(() => server.close());

    holdsTheControlPlane(() => emptied(`http://127.0.0.1:${server.port}`));
  });

  describeOn(EMULATOR, () => {
    let emulator: Started | undefined;
    beforeAll(async () => {
      emulator = await startContainer({ image: EMULATOR, port: 4566 });
    }, START_MILLIS);
    afterAll(() => emulator?.stop());

    holdsTheControlPlane(() => emptied(emulator!.endpoint), EMULATOR_DIFFERENCES);
  });
});
