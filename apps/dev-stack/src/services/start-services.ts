import { join } from 'node:path';
import { chooseAnyPort } from './choose-ports.ts';
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
 * Starts every service through the `main.ts` that ships, each on a port of its own choosing, and waits until each is
 * ready. A service that is called starts before its callers.
 */
export const startServices = async (input: StartServicesInput): Promise<Services> => {
  const all: Supervised[] = [];
  const guard = startOrphanGuard(input.root);
  const start = async (name: ServiceName, addresses: Settings = {}): Promise<string> => {
    const service = supervise({
      ...(await optionsOf(name, input, addresses)),
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
    const simulator = await start('ocp-simulator', { INGESTION_URL: ingestion });
    const ocp = { OCP_BASE_URL: simulator };
    await Promise.all([start('downloader', ocp), start('reconciler-worker', ocp)]);
    return { all, urls: { ingestion, pooler, simulator }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** A service that logs less than `info` does not log where it listens: then we choose its port. */
const QUIET_LEVELS: readonly (string | undefined)[] = ['warn', 'error', 'fatal', 'silent'];

const optionsOf = async (
  name: ServiceName,
  { root, logDir, settings, inherited, inspect }: StartServicesInput,
  addresses: Settings,
) => {
  const environment = { ...inherited, ...settings[name], ...addresses };
  const isSimulator = name === 'ocp-simulator';
  const common = {
    name,
    entry: join(root, 'apps', name, 'src', 'main.ts'),
    nodeOptions: inspect?.service === name ? [`--inspect=127.0.0.1:${inspect.port}`] : [],
    readyPath: isSimulator ? '/simulator/progress' : '/health/ready',
    metricsPath: isSimulator ? undefined : '/metrics',
    logFile: join(logDir, `${name}.log`),
  };
  if (!QUIET_LEVELS.includes(inherited['LOG_LEVEL'])) return { ...common, environment, url: undefined };
  const port = environment['PORT'] === '0' ? await chooseAnyPort() : Number(environment['PORT']);
  const url = `http://127.0.0.1:${port}`;
  return { ...common, environment: { ...environment, PORT: String(port) }, url };
};
