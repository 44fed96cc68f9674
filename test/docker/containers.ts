import { describe } from '@jest/globals';

/** Something that was started and answers at `endpoint`. */
export interface Started {
  readonly endpoint: string;
  stop(): Promise<unknown>;
}

/** Set by jest.docker.config.js: whoever runs all tests pulls no images. */
const WANTED = process.env.STEPSHIFT_CONTAINERS === 'true';

/** What testcontainers says where there is no Docker. Whatever else goes wrong is a failure: an image that cannot be pulled, too. */
const NO_DOCKER = /Could not find a working container runtime strategy/;

/** Why no container is run here; undefined where it is. */
async function absence(): Promise<string | undefined> {
  if (!WANTED) return '`npm run test:docker` plays it';
  const { getContainerRuntimeClient } = await import('testcontainers');
  try {
    await getContainerRuntimeClient();
    return undefined;
  } catch (error) {
    const { message } = error as Error;
    if (NO_DOCKER.test(message)) return message;
    throw error;
  }
}

const absent = await absence();

/** Tests against a container: skipped by name, with the reason, where none is run. */
export function describeOn(image: string, tests: () => void): void {
  if (absent === undefined) describe(`on ${image}`, tests);
  else describe.skip(`on ${image} (skipped: ${absent})`, tests);
}

/** Under this name a container reaches what listens on this machine (testcontainers). */
export const THIS_MACHINE = 'host.testcontainers.internal';

export interface ContainerSettings {
  readonly image: string;
  /** Where it answers HTTP, inside. */
  readonly port: number;
  /** Ports of this machine that it may reach. */
  readonly reaches?: readonly number[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts a container, and waits until it answers HTTP, whatever it answers. An image that is not here is pulled. */
export async function startContainer({ image, port, reaches, environment }: ContainerSettings): Promise<Started> {
  const { GenericContainer, TestContainers, Wait } = await import('testcontainers');
  try {
    if (reaches) await TestContainers.exposeHostPorts(...reaches);
    const container = new GenericContainer(image)
      .withEnvironment({ ...environment })
      .withExposedPorts(port)
      .withWaitStrategy(Wait.forHttp('/', port).forStatusCodeMatching(() => true))
      .withStartupTimeout(120_000);
    const started = await container.start();
    return {
      endpoint: `http://${started.getHost()}:${started.getMappedPort(port)}`,
      stop: () => started.stop(),
    };
  } catch (error) {
    throw new Error(`the container of ${image} did not start: ${(error as Error).message}`, { cause: error });
  }
}
