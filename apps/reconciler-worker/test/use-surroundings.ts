import { startSurroundings } from './environment.ts';
import { stopWorkers } from './start-test-worker.ts';

/** Starts emulators before the tests of a file. After them it ends the workers and the emulators. For use inside tests. */
export const useSurroundings = (): Pick<
  Awaited<ReturnType<typeof startSurroundings>>,
  'makeEnvironment' | 'drivenRegistry'
> => {
  let started: Awaited<ReturnType<typeof startSurroundings>>;
  beforeAll(async () => {
    started = await startSurroundings();
  });
  afterAll(async () => {
    await stopWorkers();
    await started.stop();
  });
  return {
    makeEnvironment: (options) => started.makeEnvironment(options),
    get drivenRegistry() {
      return started.drivenRegistry;
    },
  };
};
