const TIMEOUT_MS = 3_000;
const DEFAULT_PORT = '9090';

/**
 * Asks the service on this machine's MONITORING_PORT whether it is live. The health check of a container image without a shell.
 *
 * @returns the exit code of the check: 0 if the service is live, 1 if not.
 */
export const checkOwnHealth = async (
  environment: Readonly<Record<string, string | undefined>>,
): Promise<0 | 1> => {
  const url = `http://127.0.0.1:${environment['MONITORING_PORT'] ?? DEFAULT_PORT}/health/live`;
  try {
    const { ok } = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return ok ? 0 : 1;
  } catch {
    return 1;
  }
};
