import { configBucket, quarantineBucket } from '@recordings/topology';
import { recordingBuckets, STAGING_PREFIX } from '../data/make-buckets.ts';
import type { ObjectGrant } from './service-grants.ts';

/** The registry of groups. */
export const readsRegistry: ObjectGrant = { bucket: configBucket, actions: ['Get'] };

/** Stages, validates and commits recordings, and reads back what it stored. Only what is staged may be deleted. */
export const storesRecordings = (linesOfBusiness: readonly string[]): readonly ObjectGrant[] => [
  ...[...recordingBuckets(linesOfBusiness), quarantineBucket].map(
    (bucket): ObjectGrant => ({ bucket, actions: ['Get', 'Put', 'AbortUpload', 'List'] }),
  ),
  { bucket: quarantineBucket, actions: ['Delete'], keys: `${STAGING_PREFIX}*` },
];
