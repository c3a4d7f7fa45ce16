import { type Environment, endpointOf } from './endpoint-of.ts';
import type { Localstack } from './start-localstack.ts';

export type RunE2eDeps = {
  readonly hasEngine: () => Promise<boolean>;
  /** `image` replaces the usual one. */
  readonly startLocalstack: (image?: string) => Promise<Localstack>;
  /** Runs the suites at the endpoint. @returns the exit status. */
  readonly runSuites: (endpoint: string) => Promise<number>;
  readonly say: (line: string) => void;
};

/** Runs the suites at the endpoint of the environment, else on LocalStack in a container. @returns the exit status. */
export const runE2e = async (environment: Environment, deps: RunE2eDeps): Promise<number> => {
  const endpoint = endpointOf(environment);
  if (endpoint !== undefined) return deps.runSuites(endpoint);
  if (!(await deps.hasEngine())) {
    const isRequired = environment['E2E_REQUIRE_DOCKER'] === 'true';
    const verdict = isRequired ? 'failed' : 'skipped';
    deps.say(`test:e2e ${verdict}: no container engine answers. Start Docker, or set E2E_ENDPOINT.`);
    return isRequired ? 1 : 0;
  }
  const localstack = await deps.startLocalstack(environment['LOCALSTACK_IMAGE'] || undefined);
  try {
    return await deps.runSuites(localstack.endpoint);
  } finally {
    await localstack.stop();
  }
};
