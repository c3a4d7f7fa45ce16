import { join } from 'node:path';
import type { ServiceName, Settings } from './service-settings.ts';
import { startOrphanGuard } from './start-orphan-guard.ts';
import { supervise, type Supervised } from './supervise.ts';

export type Services = {
  readonly all: readonly Supervised[];
  readonly urls: ServiceUrls;
  stop(): Promise<void>;
};

/** Without a trailing slash. */
export type ServiceUrls = { readonly ingestion: string; readonly pooler: string; readonly simulator: string };

/**
 * Starts every service through the `main.ts` that ships, each on a port of its own choosing, and waits until each is
 * ready. Who is called starts before who calls.
 */
export const startServices = async (input: {
  readonly root: string;
  readonly logDir: string;
  readonly settings: Readonly<Record<ServiceName, Settings>>;
  /** What a child needs of the parent's environment: nothing of AWS, nothing of ours. */
  readonly inherited: Settings;
  readonly onRestart: (name: string, why: string) => void;
  readonly signal: AbortSignal;
}): Promise<Services> => {
  const all: Supervised[] = [];
  const guard = startOrphanGuard(input.root);
  const start = (name: ServiceName, found: Settings = {}): Promise<string> => {
    const service = supervise({
      name,
      entry: join(input.root, 'apps', name, 'src', 'main.ts'),
      environment: { ...input.inherited, ...input.settings[name], ...found },
      readyPath: name === 'ocp-simulator' ? '/simulator/progress' : '/health/ready',
      logFile: join(input.logDir, `${name}.log`),
      onRestart: input.onRestart,
      guard,
      signal: input.signal,
    });
    all.push(service);
    return service.ready();
  };
  // Who sends goes before who receives.
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
