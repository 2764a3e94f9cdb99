/** A way in which a user proved who they are, as the claim `amr` names it. */
export type Method = 'pwd' | 'otp' | 'sms' | 'email_otp' | 'swk' | 'hwk';

/** An entry of `session` in the events of the custom authentication functions. */
export interface ChallengeResult {
  challengeName: string;
  challengeResult: boolean;
  challengeMetadata?: string;
}

/** How far a sign-in has come; the session of every step carries it on to the next. */
export interface Progress {
  /** In the order they were proven. */
  methods: readonly Method[];
  /** No second factor is asked for any more: it was given, or something stands in for it. */
  isSecondFactorDone: boolean;
  /** `TokenGeneration_Authentication` unless the sign-in went through a new password or a device. */
  triggerSource: string;
  /** The user's confirmed device that the client named in DEVICE_KEY. */
  deviceKey?: string;
  /** The device proved its secret. */
  isDeviceProven?: boolean;
  /** CUSTOM_AUTH: what happened so far. Functions decide what comes next. */
  custom?: readonly ChallengeResult[];
  /** Step-up: the level (1-4) that the tokens have to reach. */
  targetLevel?: number;
}

export const newProgress: Progress = {
  methods: [],
  isSecondFactorDone: false,
  triggerSource: 'TokenGeneration_Authentication',
};

/** After a challenge of Cognito's own was passed. */
export function passed(progress: Progress, challengeName: string, method?: Method): Progress {
  const { custom, methods } = progress;
  return {
    ...progress,
    methods: method === undefined ? methods : [...methods, method],
    ...(custom && { custom: [...custom, { challengeName, challengeResult: true }] }),
  };
}
