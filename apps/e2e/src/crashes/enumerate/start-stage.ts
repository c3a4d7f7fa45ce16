import { mkdir } from 'node:fs/promises';
import type { Orchestrator } from '@recordings/call-record';
import { startProvisionedAws } from '@recordings/local-aws';
import { killServices, writeRegistryFile } from '@recordings/test-kit';
import { LINES_OF_BUSINESS, makeStoryRegistry } from '../lane/story-registry.ts';
import { type LanePlayer, startLanePlayer } from './play-lane.ts';

/** One embedded AWS, on which lanes are started. */
export type Stage = {
  startPlayer(): Promise<LanePlayer>;
  /** Ends everything that was started. */
  stop(): Promise<void>;
};

/** @param logDir for the logs of the services. */
export const startStage = async (logDir: string, orchestrator: Orchestrator): Promise<Stage> => {
  await mkdir(logDir, { recursive: true });
  const registry = await writeRegistryFile(makeStoryRegistry(orchestrator));
  const local = await startProvisionedAws({ prefix: 'crash', linesOfBusiness: LINES_OF_BUSINESS });
  let lanes = 0;
  return {
    startPlayer: () => {
      lanes += 1;
      return startLanePlayer({
        local,
        prefix: `${local.prefix}-${lanes}`,
        linesOfBusiness: LINES_OF_BUSINESS,
        registryFile: registry.path,
        logDir,
        orchestrator,
      });
    },
    stop: async () => {
      killServices(); // Those of a lane that could not be started.
      await local.stop();
      await registry.remove();
    },
  };
};
