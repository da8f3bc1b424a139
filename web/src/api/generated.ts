/* Types of the API. */

export interface SignedInRole {
  role: string
  org_id: string
  org_name: string
  path: string
}

export interface SignedIn {
  account_id: string
  person_id: string | null
  name: string
  login: string
  csrf: string
  roles: SignedInRole[]
  must_change: boolean
  lang: string | null
}

export interface DemoAccount {
  login: string
  name: string
  role: string
  role_zh: string
  hint_zh: string
  hint_en: string
}

export interface Demo {
  accounts: DemoAccount[]
  password: string
}

export interface HomeSession {
  session_id: string
  class_id: string
  class_title: string
  title: string
  kind: string
  starts_at: string
  ends_at: string
  room: string | null
  live: boolean
}

export interface HomeTask {
  kind: string
  count: number
  class_id: string | null
  session_id: string | null
  title: string | null
}

export interface HomeProgress {
  norm_id: string
  name_zh: string
  name_en: string
  hours: number
  need_hours: number
  until_on: string
  state: string
}

export interface HomeLive {
  session_id: string
  class_id: string
  title: string
  class_title: string
  joined: number
  expected: number
}

export interface Home {
  next: HomeSession[]
  tasks: HomeTask[]
  progress: HomeProgress[]
  live: HomeLive[]
}

export interface Org {
  id: string
  parent_id: string | null
  parent_name: string | null
  path: string | null
  code: string | null
  name: string
  short_name: string | null
  kind: 'city' | 'academy' | 'district' | 'school' | 'industry_school' | 'township' | 'unit' | null
  level: 'municipal' | 'district' | 'township' | null
  is_school: boolean
  is_site: boolean
  seats: number
  state: 'active' | 'closed' | null
  ordinal: number
  child_count: number
  version: number
}
