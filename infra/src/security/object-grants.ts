import { configBucket, quarantineBucket } from '@recordings/topology';
import { recordingBuckets, STAGING_PREFIX } from '../data/make-buckets.ts';
import type { ObjectGrant } from './service-grants.ts';

/** In the bucket for configuration. */
export const REGISTRY_KEY = 'registry.yaml';

export const readsRegistry: ObjectGrant = { bucket: configBucket, actions: ['Get'], keys: REGISTRY_KEY };

/** The registry may be a parameter instead: `REGISTRY_FILE=ssm:/{prefix}/registry`. */
export const REGISTRY_PARAMETER = 'registry';

/** Stages, validates and commits recordings, and reads back what it stored. Only what is staged may be deleted. */
export const storesRecordings = (linesOfBusiness: readonly string[]): readonly ObjectGrant[] => [
  ...[...recordingBuckets(linesOfBusiness), quarantineBucket].map(
    (bucket): ObjectGrant => ({ bucket, actions: ['Get', 'Put', 'AbortUpload', 'List'] }),
  ),
  { bucket: quarantineBucket, actions: ['Delete'], keys: `${STAGING_PREFIX}*` },
];
