import { z } from 'zod';
import { authConfig, makeLogger, makeMetrics, startAuth } from '../src/index.ts';

const Config = z.object(authConfig);

export type TestAuth = Awaited<ReturnType<typeof startTestAuth>>;

/** Authentication by these credentials, or by those in a file, and what it counted and logged. */
export const startTestAuth = async (
  credentials: string | readonly object[],
  settings: Readonly<Record<string, string>> = {},
) => {
  const metrics = makeMetrics('api');
  const lines: string[] = [];
  const log = makeLogger({ service: 'api', level: 'info' }, { write: (line) => void lines.push(line) });
  const API_CREDENTIALS = typeof credentials === 'string' ? credentials : JSON.stringify(credentials);
  const auth = await startAuth(Config.parse({ API_CREDENTIALS, ...settings }), {
    metrics,
    log,
    now: () => Date.now(),
  });
  return {
    ...auth,
    logged: () => lines.join(''),
    /** The value of a series, as `name{label="…"}` without the label of the service. */
    metric: async (series: string): Promise<number | undefined> => {
      const text = await metrics.exposition();
      const name = series.includes('{') ? series.replace('}', ',service="api"}') : `${series}{service="api"}`;
      const line = text.split('\n').find((one) => one.startsWith(`${name} `));
      return line === undefined ? undefined : Number(line.split(' ').at(-1));
    },
  };
};
