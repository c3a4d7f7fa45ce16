import { runService, type ServiceProcess } from '@recordings/test-kit';

/** The service as a process of its own. */
export const runDownloader = (env: Readonly<Record<string, string>>): ServiceProcess =>
  runService(new URL('../src/main.ts', import.meta.url), env);
