/**
 * What the triggers read of Cognito's event (developer guide, "Lambda trigger event"). Wide enough that an AWS Lambda
 * event and an in-process event both fit; the members of `request` are read through the types of `@types/aws-lambda`.
 */
export interface TriggerEvent {
  version: string;
  triggerSource?: string;
  userPoolId: string;
  userName: string;
  callerContext: { clientId: string };
  request: object;
  response: object;
}

/** A plain Lambda handler: answers the event it was given. A refusal is thrown, as Cognito wants it. */
export type TriggerHandler = <Event extends TriggerEvent>(event: Event) => Promise<Event>;

/** What Cognito may tell a person: the text of a refusal. Everything else is {@link SIGN_IN_UNAVAILABLE}. */
export class SignInRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SignInRefused';
  }
}

/** The one text for failures of ours: Cognito shows it to whoever signs in, so it says nothing about the cause. */
export const SIGN_IN_UNAVAILABLE = 'Sign-in is not available right now; try again in a moment';

/**
 * Runs a trigger so that only refusals keep their text. The cause of anything else goes to `onFailure`, never to the
 * person.
 */
export async function guardTrigger<T>(
  work: () => Promise<T>,
  onFailure: (error: unknown) => void,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SignInRefused) throw error;
    onFailure(error);
    throw new Error(SIGN_IN_UNAVAILABLE);
  }
}
