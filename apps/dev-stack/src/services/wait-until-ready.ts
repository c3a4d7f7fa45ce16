import { askHealth } from '@recordings/service';
import pWaitFor from 'p-wait-for';
import type { ServiceProcess } from './run-process.ts';

export type WaitUntilReadyInput = {
  readonly name: string;
  /** Undefined until the service listens. */
  readonly monitoringUrl: () => string | undefined;
  readonly current: () => Pick<ServiceProcess, 'end' | 'lastWords'>;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
};

const LOOK_EVERY_MS = 50;
const SLOW_AFTER_MS = 5_000;
const TIMEOUT_MS = 60_000;

/**
 * Waits until a service says that it is ready, and says once why it takes long.
 *
 * @throws if it ends before, with the end of what it wrote to stderr; if it is not ready in time, with the reason.
 */
export const waitUntilReady = async (input: WaitUntilReadyInput): Promise<void> => {
  const { name, monitoringUrl, current, say, signal } = input;
  const startedAt = Date.now();
  let why = 'it does not listen yet';
  let hasSaidWhy = false;

  const isReady = async (): Promise<boolean> => {
    const url = monitoringUrl();
    const health = url === undefined ? undefined : await askHealth(`${url}/health/ready`);
    if (health?.isReady) return true;
    if (typeof current().end() === 'number')
      throw new Error(`${name} did not start\n${current().lastWords()}`);
    if (health) why = health.why;
    if (!hasSaidWhy && Date.now() - startedAt >= SLOW_AFTER_MS) {
      hasSaidWhy = true;
      say(` ! ${name} is not ready yet: ${why}`);
    }
    return false;
  };
  await pWaitFor(isReady, {
    interval: LOOK_EVERY_MS,
    signal,
    timeout: {
      milliseconds: TIMEOUT_MS,
      fallback: (): never => {
        throw new Error(`${name} was not ready within ${TIMEOUT_MS / 1_000} s: ${why}`);
      },
    },
  });
};
