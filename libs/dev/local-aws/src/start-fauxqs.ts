import type { AddressInfo } from 'node:net';
import { buildApp } from 'fauxqs';
import { type Emulator, LOOPBACK } from './emulator.ts';
import { giveReachableQueueUrls } from './give-reachable-queue-urls.ts';
import { guardConditionalCreate } from './guard-conditional-create.ts';

/**
 * Serves S3, SQS and SNS in memory. Port 0 takes a free one.
 *
 * Built by hand because the package's own start function listens on every interface.
 *
 * @throws if the port is taken.
 */
export const startFauxqs = async (port: number): Promise<Emulator> => {
  const app = buildApp({ logger: false });
  guardConditionalCreate(app);
  giveReachableQueueUrls(app);
  await app.listen({ host: LOOPBACK, port });

  return {
    endpoint: `http://${LOOPBACK}:${(app.server.address() as AddressInfo).port}`,
    stop: async () => {
      await app.close();
    },
  };
};
