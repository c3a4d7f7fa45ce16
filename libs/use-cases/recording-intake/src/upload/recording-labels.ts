/** What a sender says of a recording: form fields or headers, and the file's name. A missing value is absent. */
export type RecordingLabels = {
  readonly callId?: string;
  readonly tenantId?: string;
  readonly groupId?: string;
  readonly conversationId?: string;
  readonly callTimestamp?: string;
  readonly fileName?: string;
};

export type LabelName = keyof RecordingLabels;
