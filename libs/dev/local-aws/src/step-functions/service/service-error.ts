/** An error that the service answers. The SDK makes an exception of this name from it. */
export type ServiceError = Error & { readonly isServiceError: true };

export const makeServiceError = (name: string, message: string): ServiceError =>
  Object.assign(new Error(message), { name, isServiceError: true as const });

export const isServiceError = (error: unknown): error is ServiceError =>
  error instanceof Error && 'isServiceError' in error;
