import { describe } from '@jest/globals';
import { LocalAws } from '../../local/local-aws.ts';
import { RealClock } from '../../local/real-clock.ts';
import { serve } from '../../local/serve.ts';
import { describeOn, type Started, startContainer, THIS_MACHINE } from './containers.ts';
import { STEP_FUNCTIONS_LOCAL } from './images.ts';
import { playsReleases } from './releases.ts';

/** Its port, and its settings by environment, are those of AWS's guide to Step Functions Local. */
const startStepFunctionsLocal = (lambdaPort: number): Promise<Started> =>
  startContainer({
    image: STEP_FUNCTIONS_LOCAL,
    port: 8083,
    reaches: [lambdaPort],
    environment: {
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_DEFAULT_REGION: 'us-east-1',
      LAMBDA_ENDPOINT: `http://${THIS_MACHINE}:${lambdaPort}`,
    },
  });

/** A second local AWS, which knows no function and no target, in the place of the container: everything goes over the same wire. */
async function startStandIn(lambdaPort: number): Promise<Started> {
  const clock = new RealClock({ keepsProcess: false });
  const aws = new LocalAws({ clock, lambdaEndpoint: `http://127.0.0.1:${lambdaPort}` });
  const { port, close } = await serve(aws, 0);
  return { endpoint: `http://127.0.0.1:${port}`, stop: close };
}

describe('the deployer on Step Functions elsewhere', () => {
  describe('on local AWS in its place', () => playsReleases(startStandIn));
  describeOn(STEP_FUNCTIONS_LOCAL, () => playsReleases(startStepFunctionsLocal));
});
