import { createWriteStream } from 'node:fs';
import { runService, type ServiceProcess } from '@recordings/test-kit';
import type { Service } from '../points/crash-point.ts';

/** Runs a service as it is deployed, configured by these variables alone. Its log lines are added to the file. */
export const runLogged = (
  name: Service,
  settings: Readonly<Record<string, string>>,
  logFile: string,
): ServiceProcess => {
  const service = runService(new URL(`../../../../${name}/src/main.ts`, import.meta.url), settings);
  const log = createWriteStream(logFile, { flags: 'a' });
  service.child.stdout?.pipe(log, { end: false });
  void service.ended.then(() => log.end());
  return service;
};

export const isAlive = ({ child }: ServiceProcess): boolean =>
  child.exitCode === null && child.signalCode === null;

/** Longer than a service takes to stop. */
const STOP_GRACE_MS = 30_000;

/** Sends SIGTERM to a process, and SIGKILL if it does not end in time. */
export const endProcess = async (process: ServiceProcess | undefined): Promise<void> => {
  if (!process) return;
  process.child.kill('SIGTERM');
  const kill = setTimeout(() => process.child.kill('SIGKILL'), STOP_GRACE_MS);
  await process.ended;
  clearTimeout(kill);
};
