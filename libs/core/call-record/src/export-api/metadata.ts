import { z } from 'zod';
import { field } from './field.ts';

/** Where OCP says what a recording is like: the fields of `OcpMetadata`. */
export const metadata = z
  .strictObject({
    duration: field('duration', '/metadata/duration'),
    channels: field('number', '/metadata/channels'),
    sampleRate: field('number', '/metadata/sampleRate'),
    format: field('text', '/metadata/format'),
    agentId: field('text', '/metadata/agentId'),
    queueName: field('text', '/metadata/queueName'),
  })
  .prefault({});
