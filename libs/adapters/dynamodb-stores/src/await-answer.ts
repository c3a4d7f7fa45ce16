import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { asStoreError } from './errors.ts';

/** @throws {DomainError} one of `errors.ts`, in place of the SDK's own. */
export const awaitAnswer = async <R>(request: Promise<R>): Promise<R> => {
  try {
    return await request;
  } catch (error) {
    throw asStoreError(error);
  }
};

/**
 * @returns whether the item was written: false if its condition did not hold.
 * @throws {DomainError} one of `errors.ts`, for any other error.
 */
export const awaitConditionalWrite = async (write: Promise<unknown>): Promise<boolean> => {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw asStoreError(error);
  }
};
