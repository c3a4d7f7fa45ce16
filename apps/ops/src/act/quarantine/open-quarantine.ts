import { makeRecordingStore, makeS3Client, type RecordingStore } from '@recordings/recording-store';
import { physicalName, quarantineBucket } from '@recordings/topology';
import type { Platform } from '../../platform.ts';

export const openQuarantine = ({ config }: Platform): RecordingStore =>
  makeRecordingStore({
    s3: makeS3Client(config),
    quarantineBucket: physicalName(config.RESOURCE_PREFIX, quarantineBucket),
  });
