/** The verdict table as the server gives it. */
import type { Day } from "./api";

/** A number under one prior set; null where it may not be shown or does not exist, and `missing` says why. */
export interface ClaimCell {
  estimate: number | null;
  low: number | null;
  high: number | null;
  probability: number | null;
  missing: string;
}

/** One number of a part of a claim, and where the page shows it; most is there only once it is computed. */
export interface ClaimNumber {
  name: string;
  what?: string;
  sentence?: string;
  unit?: string;
  range_only?: boolean;
  difference?: boolean;
  cells?: Record<string, ClaimCell>;
  verdict?: string;
  quantity: string;
  places: string[];
  date: Day | null;
  policy: string;
  against: string | null;
}

export interface ClaimEvidence {
  what: string;
  date: Day;
  source: string;
  party: string;
  weighs: string;
  confidence: string;
}

export interface ClaimPart {
  says: string;
  kind: string;
  verdict: string | null;
  label?: string;
  why?: string;
  grade?: string;
  grade_why?: string;
  not_identified?: string;
  numbers: ClaimNumber[];
  evidence: ClaimEvidence[];
}

export interface ClaimRow {
  number: string;
  short: string;
  statement: string;
  parts: ClaimPart[];
}

export interface Claims {
  computing: boolean;
  finished: number;
  total: number;
  message: string;
  members: number;
  note: string;
  beside: { name: string; ranges: Record<string, string> }[];
  claims: ClaimRow[];
}
