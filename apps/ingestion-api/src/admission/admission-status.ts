/** The answers to a request with a valid key that is not admitted. Its sender sends it again after `Retry-After`. */
export const admissionStatusByCode = {
  MEMORY_FULL: 503,
  OVERLOADED: 503,
  TOO_MANY_EVENT_REQUESTS: 429,
  TOO_MANY_UPLOADS: 429,
} as const;

export type AdmissionCode = keyof typeof admissionStatusByCode;
