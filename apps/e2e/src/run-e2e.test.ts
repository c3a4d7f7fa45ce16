import { type RunE2eDeps, runE2e } from './run-e2e.ts';

const makeDeps = (hasEngine: boolean, runSuites: RunE2eDeps['runSuites'] = async () => 0) => {
  const steps: string[] = [];
  const deps: RunE2eDeps = {
    hasEngine: async () => hasEngine,
    startLocalstack: async (image = 'the usual image') => {
      steps.push(`start ${image}`);
      return { endpoint: 'http://container', stop: async () => void steps.push('stop') };
    },
    runSuites: (endpoint) => {
      steps.push(`run at ${endpoint}`);
      return runSuites(endpoint);
    },
    say: (line) => steps.push(line),
  };
  return { steps, deps };
};

describe('npm run test:e2e', () => {
  it('says in one line that it skips when no container engine answers, and succeeds', async () => {
    const { steps, deps } = makeDeps(false);
    expect(await runE2e({}, deps)).toBe(0);
    expect(steps).toEqual([expect.stringMatching(/^test:e2e skipped: .+E2E_ENDPOINT\.$/)]);
  });

  it('fails without a container engine where E2E_REQUIRE_DOCKER asks for one, as in CI', async () => {
    const { steps, deps } = makeDeps(false);
    expect(await runE2e({ E2E_REQUIRE_DOCKER: 'true' }, deps)).toBe(1);
    expect(steps).toEqual([expect.stringMatching(/^test:e2e failed: .+E2E_ENDPOINT\.$/)]);
  });

  it('runs at a given endpoint without an engine', async () => {
    const { steps, deps } = makeDeps(false);
    expect(await runE2e({ E2E_ENDPOINT: 'aws' }, deps)).toBe(0);
    expect(steps).toEqual(['run at aws']);
  });

  it('answers the status of the suites, and stops the container', async () => {
    const { steps, deps } = makeDeps(true, async () => 1);
    expect(await runE2e({ LOCALSTACK_IMAGE: 'mine:1' }, deps)).toBe(1);
    expect(steps).toEqual(['start mine:1', 'run at http://container', 'stop']);
  });

  it('stops the container when the suites cannot run', async () => {
    const { steps, deps } = makeDeps(true, () => Promise.reject(new Error('no jest')));
    await expect(runE2e({}, deps)).rejects.toThrow('no jest');
    expect(steps.at(-1)).toBe('stop');
  });
});
