import { type ExportApi, OcpMetadata } from '@recordings/call-record';
import { readField } from './read-field.ts';

/** What OCP says of a recording; undefined if it says nothing that we can read. */
export const readMetadata = (
  { duration, channels, sampleRate, format, agentId, queueName }: ExportApi['jobStatus']['metadata'],
  answer: unknown,
): OcpMetadata | undefined => {
  const read = OcpMetadata.parse({
    duration: readField('duration', duration, answer),
    channels: readField('number', channels, answer),
    sampleRate: readField('number', sampleRate, answer),
    format: readField('text', format, answer),
    agentId: readField('text', agentId, answer),
    queueName: readField('text', queueName, answer),
  });
  const said = Object.entries(read).filter(([, value]) => value !== undefined);
  return said.length > 0 ? Object.fromEntries(said) : undefined;
};
