import { CallId, TenantId } from '@recordings/call-record';
import { z } from 'zod';
import type { Operation } from './operation.ts';

/** Events are read leniently: see `parseEvent`. So only what tells them apart is named here. */
const Event = z
  .looseObject({
    eventType: z.string().optional().describe('`CDR_START`, `IVR_END` or `CDR_END`'),
    message_type: z
      .string()
      .optional()
      .describe('`dialog_start`, `dialog_step` or `dialog_end`: the other vocabulary of OCP'),
  })
  .describe('A CDR event of either vocabulary of OCP. Unknown fields do no harm');

export const RecordedEvents = z
  .object({
    recorded: z.int().describe('They changed the record of their call'),
    repeated: z.int().describe('The record had them already'),
    ignored: z.int().describe('They are not about the lifecycle of a call'),
    quarantined: z.int().describe('They cannot be read, and are kept in quarantine'),
    refused: z.int().describe('They belong to another tenant, and are kept in quarantine'),
  })
  .describe('How many events had which outcome. All of them are durable');

export const StoredUpload = z.object({
  tenantId: TenantId,
  callId: z.string().describe('The call id; or an id of ours, if the bytes name no call'),
  status: z.enum(['stored', 'stored before', 'quarantined']),
  sha256: z.string().describe('Of the received bytes, in lower-case hex'),
  reason: z.string().describe('Why the bytes are in quarantine; else empty'),
});

const uploadAnswers = {
  200: { description: 'The same recording was stored before', bodies: { 'application/json': StoredUpload } },
  201: { description: 'The recording is stored', bodies: { 'application/json': StoredUpload } },
  202: {
    description:
      'The bytes were rejected and are kept in quarantine; `reason` says why. Do not send them again',
    bodies: { 'application/json': StoredUpload },
  },
} as const;

const uploadRefusals = [
  'BODY_TOO_SLOW',
  'CALL_UNIDENTIFIED',
  'CHECKSUM_INVALID',
  'CHECKSUM_MISMATCH',
  'MEMORY_FULL',
  'OVERLOADED',
  'RECORDING_TOO_LARGE',
  'TENANT_FORBIDDEN',
  'TOO_MANY_UPLOADS',
  'UPLOAD_BROKEN_OFF',
] as const;

const Label = z.string().optional();
const labels = {
  conversationId: Label.describe('OCP’s id of the conversation'),
  callTimestamp: Label.describe('The start of the call: ISO 8601 or epoch'),
  sha256: Label.describe('SHA-256 of the recording, in hex or Base64'),
};

const Form = z.looseObject({
  callId: Label.describe('The call id. Without it the name of the file must give it'),
  groupId: Label.describe('The OCP group name'),
  tenantId: Label,
  ...labels,
  file: z
    .string()
    .meta({ contentMediaType: 'application/octet-stream' })
    .describe('The recording, behind the fields'),
});

const Headers = z.object({
  'X-Group-Id': Label.describe('The OCP group name'),
  'X-Conversation-Id': labels.conversationId,
  'X-Call-Timestamp': labels.callTimestamp,
  'X-Checksum-SHA256': labels.sha256,
  'Content-Digest': Label.describe('RFC 9530'),
  'Repr-Digest': Label.describe('RFC 9530'),
});

/** What OCP pushes. */
export const pushOperations: readonly Operation[] = [
  {
    method: 'post',
    path: '/v1/events',
    id: 'recordEvents',
    tag: 'push',
    summary: 'Hand in CDR events',
    description: 'The body may be compressed (gzip, deflate, br). 200 means that every event is durable.',
    scopes: ['events:write'],
    body: {
      description: 'One event, an array of events, or one event a line',
      bodies: {
        'application/json': z.union([Event, z.array(Event)]),
        'application/x-ndjson': z.string(),
        'text/plain': z.string(),
      },
    },
    answers: {
      200: { description: 'Every event is durable', bodies: { 'application/json': RecordedEvents } },
    },
    refusals: [
      'BODY_TOO_LARGE',
      'BODY_TOO_SLOW',
      'EVENTS_MISSING',
      'EVENTS_NOT_TEXT',
      'EVENTS_TOO_LARGE',
      'EVENTS_TOO_MANY',
      'EVENTS_UNDECODABLE',
      'MEMORY_FULL',
      'TENANT_FORBIDDEN',
      'TOO_MANY_EVENT_REQUESTS',
    ],
  },
  {
    method: 'post',
    path: '/v1/recordings',
    id: 'pushRecordingForm',
    tag: 'push',
    summary: 'Hand in a recording as a form',
    description:
      'Send the fields before the file. A field may be repeated with an equal value. 201, 200 and 202 mean that the bytes are durable.',
    scopes: ['recordings:write'],
    body: { description: 'Fields, then one file', bodies: { 'multipart/form-data': Form } },
    answers: uploadAnswers,
    refusals: [...uploadRefusals, 'FILE_MISSING', 'FORM_EXPECTED', 'FORM_INVALID'],
  },
  {
    method: 'put',
    path: '/v1/recordings/{tenantId}/{callId}',
    id: 'putRecording',
    tag: 'push',
    summary: 'Hand in a recording as the body',
    description: '201, 200 and 202 mean that the bytes are durable.',
    scopes: ['recordings:write'],
    inPath: z.object({ tenantId: TenantId, callId: CallId }),
    inHeader: Headers,
    body: {
      description: 'The recording itself',
      bodies: { 'audio/*': undefined, 'application/octet-stream': undefined },
    },
    answers: uploadAnswers,
    refusals: [...uploadRefusals, 'RECORDING_EXPECTED'],
  },
];
