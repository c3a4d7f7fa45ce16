import { CallId, TenantId } from '@recordings/call-record';
import { makeStores } from '@recordings/dynamodb-stores';
import { startProvisionedAws } from '@recordings/local-aws';
import { lookAtBuckets, sha256Of } from '@recordings/test-kit';
import { physicalName, recordingsBucket } from '@recordings/topology';
import { API_KEY, GROUP, startApiOn } from '../bench/start-api.ts';
import type { Recording } from './make-recordings.ts';
import type { Target } from './run-client.ts';

const TENANT = 'acme';
const LINE_OF_BUSINESS = 'sales';

/** Starts ingestion-api on embedded AWS, as `npm start` does, and looks into its storage. */
export const startStorage = async () => {
  const { aws, prefix, topicArns, clients, stop } = await startProvisionedAws({
    linesOfBusiness: [LINE_OF_BUSINESS],
  });
  const place = { environment: aws.environment, prefix, topicArn: topicArns.recordingEvents };
  const api = await startApiOn(place);
  const { calls } = makeStores(clients.dynamodb, prefix, async () => undefined);
  const { bytesAt } = lookAtBuckets(clients.s3, prefix, [LINE_OF_BUSINESS]);
  const bucket = recordingsBucket(LINE_OF_BUSINESS);
  const target: Target = { url: api.url, key: API_KEY, tenant: TENANT, group: GROUP };
  return {
    target,
    /** What the API logged of requests that it did not serve. */
    failures: () => ['request_failed', 'request_not_admitted', 'request_refused'].flatMap(api.logged),
    /** Whether the record says that these bytes are stored, and the object has them. */
    isStored: async ({ callId, sha256 }: Recording): Promise<boolean> => {
      const record = await calls.get({ tenantId: TenantId.parse(TENANT), callId: CallId.parse(callId) });
      const isRecorded = record?.s3Stored && record.audio?.sha256 === sha256;
      if (!isRecorded || record.location?.bucket !== physicalName(prefix, bucket)) return false;
      return sha256Of(await bytesAt(bucket, record.location.key)) === sha256;
    },
    stop: async (): Promise<void> => {
      await api.stop();
      await stop();
    },
  };
};
