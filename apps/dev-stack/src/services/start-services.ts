import { join } from 'node:path';
import type { ServiceName, Settings, StackAddresses } from './service-settings.ts';
import { supervise, type Supervised } from './supervise.ts';

export type Services = {
  readonly all: readonly Supervised[];
  stop(): Promise<void>;
};

/** The order of starting; they stop the other way round, so that whoever sends goes before who receives. */
const order: readonly ServiceName[] = [
  'ingestion-api',
  'downloader',
  'reconciler-worker',
  'pooler',
  'ocp-simulator',
];

const portOf: Readonly<Record<ServiceName, keyof StackAddresses>> = {
  'ingestion-api': 'ingestionPort',
  pooler: 'poolerPort',
  'reconciler-worker': 'reconcilerPort',
  downloader: 'downloaderPort',
  'ocp-simulator': 'simulatorPort',
};

/** Starts every service through the `main.ts` that ships, and waits until each is ready. */
export const startServices = async (input: {
  readonly root: string;
  readonly logDir: string;
  readonly settings: Readonly<Record<ServiceName, Settings>>;
  readonly ports: StackAddresses;
  /** What a child needs of the parent's environment: nothing of AWS, nothing of ours. */
  readonly inherited: Settings;
  readonly onRestart: (name: string, why: string) => void;
  readonly signal: AbortSignal;
}): Promise<Services> => {
  const all = order.map((name) =>
    supervise({
      name,
      entry: join(input.root, 'apps', name, 'src', 'main.ts'),
      environment: { ...input.inherited, ...input.settings[name] },
      url: `http://127.0.0.1:${input.ports[portOf[name]]}${name === 'ocp-simulator' ? '/simulator/progress' : '/health/ready'}`,
      logFile: join(input.logDir, `${name}.log`),
      onRestart: input.onRestart,
      signal: input.signal,
    }),
  );
  const stop = async (): Promise<void> => {
    for (const service of [...all].reverse()) await service.stop();
  };
  try {
    await Promise.all(all.map((service) => service.ready()));
  } catch (error) {
    await stop();
    throw error;
  }
  return { all, stop };
};
