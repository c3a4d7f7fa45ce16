import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Emulator, LOOPBACK } from '../emulator.ts';
import type { Service } from './service/make-service.ts';
import { makeStatusChanges, type StatusChangeRule } from './service/status-changes.ts';
import type { ResourceClients } from './tasks/resource.ts';

export type StepFunctions = Emulator & {
  /** From now on such a message is sent for each execution of the state machine that failed, timed out or was aborted. */
  sendStatusChanges(stateMachineArn: string, rule: StatusChangeRule): void;
};

/**
 * Serves Step Functions in memory, in real time. Port 0 means any free port. The first request loads what answers: its
 * libraries take a third of a second, and few tests use them.
 *
 * @param clients for the resources of tasks. They are ended with the emulator.
 * @throws if the port is taken.
 */
export const startStepFunctions = async (port: number, clients: ResourceClients): Promise<StepFunctions> => {
  const statusChanges = makeStatusChanges(clients.sqs);
  let loading: Promise<Service> | undefined;
  const load = async (): Promise<Service> => {
    const { makeService } = await import('./service/make-service.ts');
    return makeService(clients, statusChanges.onEnd);
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    loading ??= load();
    await (await loading).answer(request, response);
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(port, LOOPBACK);
  await once(server, 'listening');

  return {
    endpoint: `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`,
    sendStatusChanges: statusChanges.setRule,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections(); // The SDK keeps connections open, and close() waits for them.
      await (await loading)?.stop();
      await statusChanges.flush();
      for (const client of Object.values(clients)) client.destroy();
      await closed;
    },
  };
};
