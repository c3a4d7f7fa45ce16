import { runService } from '@recordings/test-kit';
import { stopService } from '../start-api.ts';

export type Server = { readonly url: string; readonly pid: number; stop(): Promise<void> };

/** Starts a peer in a process of its own. */
export const startPeer = async (
  name: string,
  environment: Readonly<Record<string, string>>,
): Promise<Server> => {
  const service = runService(new URL('peers/main.ts', import.meta.url), environment, [], [name]);
  return { url: await service.url, pid: service.child.pid!, stop: () => stopService(service) };
};
