import type { AddressInfo } from 'node:net';
import { buildApp } from 'fauxqs';
import { type Emulator, LOOPBACK } from './emulator.ts';
import { giveReachableQueueUrls } from './give-reachable-queue-urls.ts';
import { guardConditionalWrites } from './guard-conditional-writes.ts';
import { listOpenUploads } from './list-open-uploads.ts';
import { verifyChecksums } from './verify-checksums.ts';

/**
 * Serves S3, SQS and SNS in memory. Port 0 means any free port.
 *
 * Does not use the package's own start function, because that listens on every interface.
 *
 * @throws if the port is taken.
 */
export const startFauxqs = async (port: number): Promise<Emulator> => {
  const app = buildApp({ logger: false });
  guardConditionalWrites(app);
  verifyChecksums(app);
  giveReachableQueueUrls(app);
  listOpenUploads(app);
  await app.listen({ host: LOOPBACK, port });

  return {
    endpoint: `http://${LOOPBACK}:${(app.server.address() as AddressInfo).port}`,
    stop: async () => {
      await app.close();
    },
  };
};
