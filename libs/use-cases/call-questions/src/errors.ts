import { DomainError } from '@recordings/fault';

/** The question cannot be answered as it was asked. The message names each wrong place. */
export class QuestionInvalidError extends DomainError {
  readonly code = 'QUESTION_INVALID';
  readonly fault = 'permanent';
}

/** The cursor was not given for this question, or it was changed. Ask again without a cursor. */
export class CursorInvalidError extends DomainError {
  readonly code = 'CURSOR_INVALID';
  readonly fault = 'permanent';

  constructor() {
    super('the cursor does not belong to this question; ask again without it');
  }
}
