import type { ExportApi } from '@recordings/call-record';
import type { OcpGate } from '@recordings/reconciliation';
import type { OcpAuth } from '../auth/ocp-auth.ts';
import { makeOcpClient } from '../make-ocp-client.ts';
import { endpointOf } from '../make-ocp-clients.ts';
import type { OcpConfig } from '../ocp-config.ts';
import { linkedUrl } from '../operations/listing-url.ts';
import { makeSendProbe } from './probe-exchange.ts';
import type { ProbeProfilesDeps } from './probe-profiles.ts';

/** What sends the requests of a probe of one group, each with a permit, to allowed hosts only. */
export const makeOcpProbe = (
  config: OcpConfig,
  auth: OcpAuth,
  { gate, group, signal }: { readonly gate: OcpGate; readonly group: string; readonly signal: AbortSignal },
): Pick<ProbeProfilesDeps, 'senderOf'> => {
  const source = makeOcpClient(endpointOf(config, auth), { gate });
  return {
    senderOf: (exportApi: ExportApi) => {
      const http = source.httpOf({ name: group, exportApi });
      return {
        send: makeSendProbe(http, signal),
        linkedUrl: (exportJobId, link) => linkedUrl(http, exportJobId, link),
      };
    },
  };
};
