import getPort from 'get-port';

const HOST = '127.0.0.1';
const DEFAULT_PORT = 8080;
/** What debuggers try first. */
const INSPECTOR_PORT = 9229;

export type IngestionPort = {
  /** 0 lets the service take a free one. */
  readonly port: number;
  /** The default port, if it is taken. */
  readonly takenPort?: number;
};

/** @throws if a port that was asked for is taken; the default gives way to any free one. */
export const chooseIngestionPort = async (asked: number | undefined): Promise<IngestionPort> => {
  const wanted = asked ?? DEFAULT_PORT;
  if (wanted === 0 || (await isFree(wanted))) return { port: wanted };
  if (asked !== undefined)
    throw new Error(`port ${asked} is taken: give --port another number, or 0 for any free port`);
  return { port: 0, takenPort: wanted };
};

export const chooseInspectorPort = (): Promise<number> => getPort({ port: INSPECTOR_PORT, host: HOST });

const isFree = async (port: number): Promise<boolean> => (await getPort({ port, host: HOST })) === port;
