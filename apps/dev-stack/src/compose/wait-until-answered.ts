import pWaitFor from 'p-wait-for';

const LOOK_EVERY_MS = 500;
const TIMEOUT_MS = 60_000;

/** Waits until services that may be starting answer requests, with any status. @throws if one does not in time, with its address. */
export const waitUntilAnswered = async (urls: readonly string[], signal: AbortSignal): Promise<void> => {
  for (const url of urls) {
    await pWaitFor(() => isAnswered(url), {
      interval: LOOK_EVERY_MS,
      signal,
      timeout: {
        milliseconds: TIMEOUT_MS,
        fallback: (): never => {
          throw new Error(`${url} does not answer. Start the stack first: docker compose up -d --build`);
        },
      },
    });
  }
};

const isAnswered = async (url: string): Promise<boolean> => {
  try {
    await fetch(url, { signal: AbortSignal.timeout(2_000) });
    return true;
  } catch {
    return false;
  }
};
