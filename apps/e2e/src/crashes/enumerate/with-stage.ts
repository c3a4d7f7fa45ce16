import { mkdir } from 'node:fs/promises';
import { startProvisionedAws } from '@recordings/local-aws';
import { killServices, writeRegistryFile } from '@recordings/test-kit';
import { LINES_OF_BUSINESS, storyRegistry } from '../lane/story-registry.ts';
import type { Service } from '../points/crash-point.ts';
import { type LanePlayer, startLanePlayer } from './play-lane.ts';

/** Starts a lane with tables, queues and buckets of its own. */
export type StartPlayer = (service: Service) => Promise<LanePlayer>;

/** Runs `work` with one embedded AWS, on which lanes can be started. Ends everything. @param logDir for the logs of the services. */
export const withStage = async <T>(logDir: string, work: (start: StartPlayer) => Promise<T>): Promise<T> => {
  await mkdir(logDir, { recursive: true });
  const registry = await writeRegistryFile(storyRegistry);
  const local = await startProvisionedAws({ prefix: 'crash', linesOfBusiness: LINES_OF_BUSINESS });
  let lanes = 0;
  const start: StartPlayer = (service) => {
    lanes += 1;
    return startLanePlayer({
      local,
      prefix: `${local.prefix}-${lanes}`,
      service,
      linesOfBusiness: LINES_OF_BUSINESS,
      registryFile: registry.path,
      logDir,
    });
  };
  try {
    return await work(start);
  } finally {
    killServices();
    await local.stop();
    await registry.remove();
  }
};
