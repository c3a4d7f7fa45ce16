import { join } from 'node:path';
import type { Addresses } from './addresses.ts';
import { makeQuietLog } from './quiet-log.ts';
import type { ServiceName, Settings } from './service-settings.ts';
import { startOrphanGuard } from './start-orphan-guard.ts';
import { type Supervised, supervise } from './supervise.ts';

export type Services = {
  readonly all: readonly Supervised[];
  readonly urls: ServiceUrls;
  /** Ends all of them, those that send before those that receive. */
  stop(): Promise<void>;
};

/** Without a trailing slash. */
export type ServiceUrls = { readonly ingestion: string; readonly pooler: string; readonly simulator: string };

export type StartServicesInput = {
  readonly root: string;
  readonly logDir: string;
  readonly settings: Readonly<Record<ServiceName, Settings>>;
  /** What a child needs of the parent's environment: nothing of AWS, nothing of ours but LOG_LEVEL. */
  readonly inherited: Settings;
  /** The service that listens for a debugger, and where. */
  readonly inspect?: { readonly service: ServiceName; readonly port: number };
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
};

/**
 * Starts every service through the `main.ts` that ships, each on ports of its own choosing, and waits until each is
 * ready. A service that is called starts before its callers.
 */
export const startServices = async (input: StartServicesInput): Promise<Services> => {
  const all: Supervised[] = [];
  const guard = startOrphanGuard(input.root);
  const start = async (name: ServiceName, settings: Settings = {}): Promise<Addresses> => {
    const service = supervise({
      ...optionsOf(name, input, settings),
      say: input.say,
      guard,
      signal: input.signal,
    });
    all.push(service);
    return service.ready();
  };
  const stop = async (): Promise<void> => {
    for (const service of [...all].reverse()) await service.stop();
    guard.stop();
  };
  try {
    const [ingestion, pooler] = await Promise.all([start('ingestion-api'), start('pooler')]);
    const urls = { ingestion: urlOf(ingestion), pooler: urlOf(pooler) };
    const simulator = urlOf(await start('ocp-simulator', { INGESTION_URL: urls.ingestion }));
    const ocp = { OCP_BASE_URL: simulator };
    await Promise.all([start('archiver'), start('downloader', ocp), start('reconciler-worker', ocp)]);
    return { all, urls: { ...urls, simulator }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** @throws if the service answers no requests. */
const urlOf = ({ url, monitoringUrl }: Addresses): string => {
  if (url === undefined) throw new Error(`the service at ${monitoringUrl} answers no requests`);
  return url;
};

const optionsOf = (
  name: ServiceName,
  { root, logDir, settings, inherited, inspect }: StartServicesInput,
  added: Settings,
) => {
  const { level, keeps } = makeQuietLog(inherited['LOG_LEVEL']);
  return {
    name,
    entry: join(root, 'apps', name, 'src', 'main.ts'),
    nodeOptions: inspect?.service === name ? [`--inspect=127.0.0.1:${inspect.port}`] : [],
    environment: { ...inherited, ...settings[name], ...added, ...(level && { LOG_LEVEL: level }) },
    logFile: join(logDir, `${name}.log`),
    keepsLine: keeps,
  };
};
