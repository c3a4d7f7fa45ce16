import { ExportApi } from '@recordings/call-record';
import { OcpForbiddenHostError, OcpInsecureUrlError } from '@recordings/reconciliation';
import { makeStaticCredential } from './auth/static-credential.ts';
import { makeDialect } from './dialect/make-dialect.ts';
import type { Exchange, OcpAnswer } from './exchange.ts';
import { makeHostGuard } from './host-guard.ts';
import { makeOcpHttp } from './ocp-http.ts';

const baseUrl = 'https://ocp.example/api';
const never = new AbortController().signal;

/** OCP over https, which answers every request with this redirect. */
const httpThatRedirectsTo = (location: string, path?: string) => {
  const api = ExportApi.parse(path === undefined ? {} : { recordingFile: { path } });
  const requested: string[] = [];
  const exchange: Exchange = async <T>({ url }: { readonly url: URL }): Promise<OcpAnswer<T>> => {
    requested.push(url.href);
    return { kind: 'redirect', url: new URL(location) };
  };
  let permits = 0;
  const http = makeOcpHttp({
    baseUrl,
    api,
    dialect: makeDialect(api),
    guard: makeHostGuard({ baseUrl, allowedDownloadHosts: ['files.example'], isHttpAllowed: false }),
    exchange,
    gate: {
      awaitPermit: async () => {
        permits += 1;
        return { departureMs: 0 };
      },
      giveBack: () => undefined,
      report: () => undefined,
      reportThrottled: () => undefined,
      parallelism: (most) => most,
    },
    group: 'Acme_EN',
    credential: makeStaticCredential({ kind: 'api-key', apiKey: 'k' }),
    retryDelaysMs: [1, 1],
  });
  const download = () =>
    http.get(
      {
        operation: 'recordingFile',
        values: { exportJobId: 'j', recordingId: 'r' },
        accepts: [200],
        read: () => Promise.resolve('bytes'),
      },
      never,
    );
  return { download, requested, permits: () => permits };
};

describe('a download over https', () => {
  it.each(['http://ocp.example/x', 'http://files.example/x?signature=secret'])(
    'is refused once, and not requested, if it is redirected to %s',
    async (location) => {
      const { download, requested } = httpThatRedirectsTo(location);
      const error = await download().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(OcpInsecureUrlError);
      expect(error).toMatchObject({ code: 'OCP_INSECURE_URL', fault: 'permanent' });
      expect(String(error)).not.toContain('secret');
      expect(requested).toEqual([`${baseUrl}/recordings/export/j/files/r`]);
    },
  );

  it('is refused before a permit is taken if its path template is plain http', async () => {
    const recordingFile = 'http://files.example/{recordingId}';
    const { download, requested, permits } = httpThatRedirectsTo('https://files.example', recordingFile);
    await expect(download()).rejects.toThrow(OcpInsecureUrlError);
    expect(requested).toEqual([]);
    expect(permits()).toBe(0);
  });

  it('follows a redirect over https, and refuses another host', async () => {
    const { download, requested } = httpThatRedirectsTo('https://files.example/x');
    await expect(download()).rejects.toThrow('redirected 4 times');
    expect(requested[1]).toBe('https://files.example/x');
    await expect(httpThatRedirectsTo('https://evil.example/x').download()).rejects.toThrow(
      OcpForbiddenHostError,
    );
  });
});
