import type { KnownField } from './judge-field.ts';

type Fields<Name extends string> = Readonly<Record<Name, KnownField>>;

/** Names that OCPs and the requirement documents use. */
export const createdFields: Fields<'exportJobId' | 'readyAt'> = {
  exportJobId: { kind: 'id', names: /(job|export)\w*(id|number|nr|uuid|key)$/i, isNeeded: true },
  readyAt: { kind: 'instant', names: /ready|eta$|estimated.*(time|at)$/i },
};

export const jobRowFields: Fields<'exportJobId' | 'status' | 'fromDate' | 'toDate' | 'createdAt'> = {
  exportJobId: { kind: 'id', names: /(id|number|nr|uuid|key)$/i, isNeeded: true },
  status: { kind: 'word', names: /^(status|state|phase)$/i, isNeeded: true },
  fromDate: { kind: 'instant', names: /from|start|begin/i },
  toDate: { kind: 'instant', names: /(to|toDate|end)$/i },
  createdAt: { kind: 'instant', names: /creat|made/i },
};

export const statusField: KnownField = { kind: 'word', names: /^(status|state|phase)$/i, isNeeded: true };

export const runningFields: Fields<'progress' | 'remaining'> = {
  progress: { kind: 'percent', names: /progress|percent|share/i },
  remaining: { kind: 'duration', names: /remain|left$/i },
};

export const finishedFields: Fields<'resultLink' | 'fileSize' | 'completedAt'> = {
  resultLink: { kind: 'text', names: /(url|uri|link|href)$/i },
  fileSize: { kind: 'number', names: /size|bytes/i },
  completedAt: { kind: 'instant', names: /complet|finish|ended/i },
};

type RowField =
  | 'callId'
  | 'recordingId'
  | 'conversationId'
  | 'fileName'
  | 'link'
  | 'duration'
  | 'sizeBytes'
  | 'sha256'
  | 'startedAt';

const DAY_MS = 86_400_000;

/** @param range the range of the job: a recording started near it. */
export const recordingFields = (range: {
  readonly fromDate: string;
  readonly toDate: string;
}): Fields<RowField> => ({
  callId: { kind: 'id', names: /(call|dialog)(id)?$/i },
  recordingId: { kind: 'id', names: /^(recording)?(id|number|nr)$/i },
  conversationId: { kind: 'id', names: /conversation(id)?$/i },
  fileName: { kind: 'text', names: /file\w*name$/i },
  link: { kind: 'text', names: /(url|uri|link|href)$/i },
  duration: { kind: 'duration', names: /duration|length/i },
  sizeBytes: { kind: 'number', names: /size|bytes/i },
  sha256: { kind: 'checksum', names: /sha|sum|digest/i },
  startedAt: {
    kind: 'instant',
    names: /start|begin/i,
    isPlausible: (time) =>
      Date.parse(time) >= Date.parse(range.fromDate) - DAY_MS &&
      Date.parse(time) <= Date.parse(range.toDate) + DAY_MS,
  },
});
