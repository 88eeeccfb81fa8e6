# The texts of Frontdesk in Arabic; en.ftl says what they are.

A-birth-date-is-as-1865_11_26-or-0000_11_26-without-the-year = يُكتب تاريخ الميلاد هكذا: ⁦1865-11-26⁩، أو ⁦0000-11-26⁩ دون السنة.
A-colour-is-and-six-digits-such-as-0f766e = يُكتب اللون بالعلامة # ثم ستة أرقام ست عشرية، مثل ⁦#0f766e⁩.
A-day-as-2027_01_31-from-then-on-the-account-is-switche-e1e42931 = يوم بصيغة ⁦2027-01-31⁩: يُعطَّل الحساب تلقائيًا ابتداءً منه، لضيف أو لعقد ينتهي. بتوقيت UTC، خلال عشر دقائق. إذا تُرك فارغًا: لا ينتهي.
A-day-is-as-2027_01_31 = أدخل يومًا، مثل ⁦2027-01-31⁩.
A-device-wants-to-sign-in-as-you-Go-on-only-if-you-have-e21d882d = يريد جهاز تسجيل الدخول باسمك. لا تتابع إلا إذا كنت قد بدأت ذلك بنفسك للتو وكان الجهاز يعرض هذا الرمز.
A-filter-compares-with-one-value = يقارن عامل التصفية بقيمة واحدة.
A-greeting-or-what-people-should-know = تحية، أو ما ينبغي أن يعرفه الناس.
A-key-needs-a-name-by-which-you-know-later-what-it-was-for = يحتاج المفتاح إلى اسم تعرف به لاحقًا الغرض منه.
A-key-of-this-user-cannot-have-the-scope-scope-There-are-known = لا يمكن أن يكون لمفتاح هذا المستخدم النطاق { $scope }. المتاح: { $known }.
A-key-works-for-1-to-most-days = يعمل المفتاح لمدة تتراوح من 1 إلى { $most } يومًا.
A-link-is-on-its-way-to-the-new-address-Your-email-chan-68ece6b0 = الرابط في طريقه إلى العنوان الجديد. يتغيّر بريدك الإلكتروني عندما تستخدمه، خلال ساعة.
A-link-that-signs-the-user-in-once-within-fifteen-minut-a72a1309 = رابط يسجّل دخول المستخدم، مرة واحدة، خلال خمس عشرة دقيقة: لتسليمه إليه. ويُطلب العامل الثاني مع ذلك.
A-look-through-its-pages-found-first-What-is-on-them-ma-cc0e84a5 = عند فحص صفحاتها وُجد: { $first }. قد تكون محتوياتها خاطئة أو ناقصة. أوقف الخادم، وانسخ مجلد بياناته إلى مكان آخر، واستعد أحدث نسخة احتياطية بالأمر frontdesk restore. ثم ابحث عما أصاب القرص.
A-mail-server-needs-a-sender-such-as-login-example-com = يحتاج خادم البريد إلى مرسِل، مثل login@example.com.
A-name-an-email-a-client-id-a-reference = اسم أو بريد إلكتروني أو معرّف عميل أو رقم مرجعي
A-name-has-most-characters-at-most = الحد الأقصى لعدد أحرف الاسم: { $most }.
A-name-is-up-to-140-letters-digits-hyphens-underscores-and-dots = يتكون الاسم من أحرف وأرقام وشرطات وشرطات سفلية ونقاط، بحد أقصى 140.
A-name-or-a-path-with-dots-picture-data-url-Empty-the-usual-ones = اسم، أو مسار بنقاط (picture.data.url). إذا تُرك فارغًا: الأسماء المعتادة.
A-new-device-signed-in = تسجيل دخول من جهاز جديد
A-new-password = كلمة مرور جديدة
A-new-password-has-at-least-least-characters-and-is-not-ca50e954 = الحد الأدنى لعدد أحرف كلمة المرور الجديدة: { $least }، ويجب أن يصعب تخمينها. الأفضل بضع كلمات لا صلة بينها.
A-new-secret-begins-anew = عند إنشاء سر جديد تبدأ المدة من جديد.
A-new-user = مستخدم جديد:
a-page = في الصفحة
A-page-has-20-50-100-or-500-records = تعرض الصفحة 20 أو 50 أو 100 أو 500 سجل.
A-passkey = مفتاح مرور
A-passkey-is-asked-for-here-you-prove-who-you-are-with--67daeedd = المطلوب هنا مفتاح مرور: تثبت هويتك بجهازك، بإصبعك أو وجهك أو رقم PIN الخاص به.
A-passkey-needs-a-name = يحتاج مفتاح المرور إلى اسم.
A-passkey-was-added-to-your-account = أُضيف مفتاح مرور إلى حسابك.
A-passkey-was-removed-from-your-account = أُزيل مفتاح مرور من حسابك.
a-password = كلمة مرور
A-password-alone-is-not-enough-here-Set-up-something-th-4be4aa58 = كلمة المرور وحدها لا تكفي هنا. أعدّ شيئًا لا يملكه غيرك.
A-picture-is-a-JPEG-PNG-or-WebP-file = الصورة ملف JPEG أو PNG أو WebP.
A-program = برنامج
A-program-uses-it-Make-a-new-secret-and-give-it-to-the--8a58dcd6 = يستخدمه أحد البرامج. أنشئ سرًا جديدًا وأعطه للبرنامج قبل ذلك الموعد.
A-proof-of-possession-DPoP-must-carry-a-number-of-ours--3cc5cd7f = يجب أن يحمل إثبات الحيازة (DPoP) رقمًا من عندنا، كي لا يُعدّ أحد إثباتات مسبقًا. عند التعطيل: للتطبيقات التي لا تفهم أن يُطلب منها ذلك.
A-proxy-is-not-trusted = وكيل غير موثوق به
A-public-client-has-no-secret-It-must-use-PKCE = العميل العام ليس له سر، وعليه استخدام PKCE.
A-public-client-has-no-secret-to-fetch-tokens-with = ليس للعميل العام سر يجلب به رموزًا مميزة.
A-public-client-PKCE-alone-proves-that-it-is-the-one-that-asked = عميل عام: PKCE وحده يثبت أنه هو صاحب الطلب.
A-record-that-the-user-may-see-one-User-Permission-for--a7a63805 = سجل يمكن للمستخدم رؤيته؛ صلاحية مستخدم واحدة لكل سجل. تُعرض الأسماء بعد اختيار النوع.
A-recovery-code-was-used-to-sign-in-count-are-left = استُخدم رمز استرداد لتسجيل الدخول. عدد الرموز المتبقية: { $count }.
A-scope-is-one-word-of-plain-characters-without-quotes--cccad35b = النطاق كلمة واحدة من أحرف عادية، دون علامات اقتباس أو فواصل أو شرطات مائلة عكسية.
A-secret-has-at-least-least-characters-made-by-chance-o-e1a59338 = { $least ->
    [zero] يتكون السر من أي عدد من الأحرف، يُنشأ عشوائيًا: ⁦openssl rand -hex 32⁩
    [one] يتكون السر من حرف واحد على الأقل، يُنشأ عشوائيًا: ⁦openssl rand -hex 32⁩
    [two] يتكون السر من حرفين على الأقل، يُنشأ عشوائيًا: ⁦openssl rand -hex 32⁩
    [few] يتكون السر من { $least } أحرف على الأقل، يُنشأ عشوائيًا: ⁦openssl rand -hex 32⁩
    [many] يتكون السر من { $least } حرفًا على الأقل، يُنشأ عشوائيًا: ⁦openssl rand -hex 32⁩
   *[other] يتكون السر من { $least } حرف على الأقل، يُنشأ عشوائيًا: ⁦openssl rand -hex 32⁩
}
A-secret-is-a-text = السر نص.
A-Social-Login-Key-names-this-role-in-Roles-of-Groups-c-5e63ebc5 = يذكر أحد Social Login Key هذا الدور في «أدوار المجموعات»: غيّر ذلك أولًا.
A-sub-is-up-to-255-letters-digits-hyphens-underscores-and-dots = تتكون قيمة sub من أحرف وأرقام وشرطات وشرطات سفلية ونقاط، بحد أقصى 255.
A-television-a-printer-a-command-line-may-sign-people-i-992e7e54 = يمكن لتلفاز أو طابعة أو سطر أوامر تسجيل دخول الأشخاص: يعرض رمزًا يكتبونه هنا في ‎/device.
A-television-a-printer-or-a-command-line-shows-a-code-T-14820a95 = يعرض تلفاز أو طابعة أو سطر أوامر رمزًا. اكتبه هنا.
A-test-message = رسالة تجريبية
A-test-message-goes-to-whoever-asks-for-it-sign-in-as-a-dc89aa31 = تُرسل الرسالة التجريبية إلى من يطلبها: سجّل الدخول بمستخدم له بريد إلكتروني.
A-text-to-compare-with-has-at-most-most-characters = { $most ->
    [one] النص الذي يُقارن به حرف واحد كحد أقصى.
    [two] النص الذي يُقارن به حرفان كحد أقصى.
    [few] النص الذي يُقارن به { $most } أحرف كحد أقصى.
    [many] النص الذي يُقارن به { $most } حرفًا كحد أقصى.
   *[other] النص الذي يُقارن به { $most } حرف كحد أقصى.
}
A-time-zone-is-a-name-of-the-time-zone-database-such-as-1dc92527 = المنطقة الزمنية اسم من قاعدة بيانات المناطق الزمنية، مثل Europe/London.
A-username-has-letters-digits-and-only-such-as-alice-or-1a943438 = لا يحتوي اسم المستخدم إلا على أحرف وأرقام والعلامات ⁦. _ - +⁩، مثل alice أو alice.liddell.
A-word-by-itself-is-easy-to-guess = من السهل تخمين كلمة واحدة بمفردها.
About-the-app = عن التطبيق
Absolute-or-below-the-Base-URL = مطلقة، أو تحت عنوان URL الأساسي.
Access = الوصول
Access-Token = رمز الوصول
Access-Token-Lifetime = مدة صلاحية رمز الوصول
Access-Token-URL = عنوان URL لرمز الوصول
Access-tokens-without-the-tokens-themselves-Revoking-on-f893098d = رموز الوصول، دون الرموز نفسها. إبطال أحدها ينهي الإذن الذي ينتمي إليه؛ أما رمز عميل يعمل بنفسه أو رمز جرى تبديله فيُبطَل وحده.
Accounts-at-providers-that-people-sign-in-with-each-is--dfb4933f = حسابات لدى المزوّدين يسجّل بها الأشخاص الدخول: يُعرَف كل حساب بمعرّفه لدى المزوّد، مهما تغيّر بريده الإلكتروني.
Accounts-of-people-and-of-the-site-itself-at-Connected--775e086c = حسابات الأشخاص (والموقع نفسه) لدى التطبيقات المتصلة، كلٌّ مع الرموز المميزة التي نحفظها ونجدّدها. لا تُعرض الرموز نفسها أبدًا. عند الفصل يُطلب من الطرف الآخر إبطالها.
Act-for-you-everything-that-you-may-do-here = التصرف نيابةً عنك: كل ما يمكنك فعله هنا
Action = إجراء
Actions = الإجراءات
Active = نشط
Activity = النشاط
Activity-Log = سجل النشاط
Acts-As = يعمل باسم
Acts-As-Role = يعمل بدور
Add-a-passkey = إضافة مفتاح مرور
Add-another-word-or-two-Uncommon-words-are-better = أضف كلمة أو كلمتين. الكلمات غير الشائعة أفضل.
Add-filter = إضافة عامل تصفية
Add-the-people = أضف الأشخاص
Added-begin-last-used-last = تاريخ الإضافة: { $begin }، آخر استخدام: { $last }
Address = العنوان
address-is-no-mail-address-why = ‏{ $address } ليس عنوان بريد إلكتروني: { $why }
address-is-not-an-address-error = ‏{ $address } ليس عنوانًا ({ $error })
address-names-no-host = لا يذكر { $address } أي مضيف
Addresses = العناوين
Adds-the-address-that-was-sent-to-the-client-if-it-is-t-ce51396d = يضيف العنوان المُرسَل إلى العميل، إذا كان عنوان التطبيق نفسه.
Adds-the-scopes-that-were-asked-for-to-the-client-s = يضيف النطاقات المطلوبة إلى نطاقات العميل.
Administrator = مسؤول
Admit-everybody = السماح للجميع
After = بعد
After-sign_in-and-consent-with-a-code-that-works-once-a-5c4309ce = بعد تسجيل الدخول والموافقة، مع رمز تفويض يعمل مرة واحدة ولمدة دقيقة، والقيمة state كما أُرسلت، وجهة الإصدار.
After-signing-out-here-people-are-offered-to-sign-out-there-too = بعد تسجيل الخروج هنا، يُعرض على الأشخاص تسجيل الخروج هناك أيضًا.
After-that-an-app-that-recorded-itself-and-that-nobody--4ed0f097 = بعد هذه المدة يُزال التطبيق الذي سجّل نفسه وليس أحد مسجّل الدخول إليه.
AI-assistants-and-other-apps-that-nobody-has-recorded-h-c34d2575 = مساعدات الذكاء الاصطناعي وغيرها من التطبيقات التي لم يسجّلها أحد هنا مسبقًا.
Algorithm = الخوارزمية
All-is-well-there-is-nothing-to-fix = كل شيء على ما يرام: لا شيء يحتاج إلى إصلاح.
All-roles = كل الأدوار
All-that-match-count = كل ما يطابق: { $count }
All_uppercase-is-almost-as-easy-to-guess-as-all_lowercase = الأحرف الكبيرة كلها سهلة التخمين مثل الأحرف الصغيرة كلها تقريبًا.
Allow = السماح
Allow-app = السماح لـ { $app }؟
Allow-Sign-Ups = السماح بإنشاء الحسابات
Allowed-begin-last-used-last = سُمح به { $begin }، آخر استخدام { $last }
Allowed-CORS-Origins = مصادر CORS المسموح بها
Allowed-Email-Domains = مجالات البريد الإلكتروني المسموح بها
an-access-token-that-no-header-can-carry = رمز وصول لا يمكن لأي ترويسة حمله
An-account-could-not-be-made-errors = تعذّر إنشاء حساب: { $errors }
an-account-of-provider = حساب لدى { $provider }
An-account-of-provider-was-linked-to-yours-whoever-has--c454be2d = رُبط حساب لدى { $provider } بحسابك: من يملكه يسجّل الدخول باسمك.
An-account-that-you-have-elsewhere-can-sign-you-in-here-too = يمكنك تسجيل الدخول هنا أيضًا بحساب لديك في خدمة أخرى.
An-account-with-this-email-address-is-here-already-Sign-ab4a877c = يوجد هنا حساب بهذا البريد الإلكتروني. سجّل الدخول إليه كعادتك، ثم اربط { $provider } من «حسابي»، ضمن «طرق تسجيل الدخول».
An-administrator-removed-your-second-factor-why-sign-in-803a948c = أزال أحد المسؤولين عاملك الثاني ({ $why }): سجّل الدخول بكلمة مرورك، وأعدّ عاملًا آخر.
An-Administrator-Signed-In = سجّل أحد المسؤولين الدخول به
An-API-key-was-made = أُنشئ مفتاح API
An-API-secret-was-made = أُنشئ سر API
An-API-secret-was-made-for-your-account-whoever-has-it--19d3aea0 = أُنشئ سر API لحسابك: من يملكه يمكنه فعل ما يمكنك فعله.
An-app-may-name-itself-by-an-https-address-at-which-it--002794bc = يمكن للتطبيق أن يسمّي نفسه بعنوان https يصف فيه نفسه. ويرى الأشخاص المضيف عند طلب موافقتهم.
an-app-on-your-device-scheme = تطبيق على جهازك ({ $scheme }:)
An-app-that-signs-with-a-private-key-needs-its-public-k-b7a1c9ad = التطبيق الذي يوقّع بمفتاح خاص يحتاج هنا إلى مفاتيحه العامة أو إلى عنوانها.
An-authenticator-app = تطبيق مصادقة
an-authenticator-app = تطبيق مصادقة
An-authenticator-app-was-set-up-for-your-account = أُعدّ تطبيق مصادقة لحسابك.
An-client-is-an-app-that-signs-people-in-through-this-s-77d443fc = { $client } هو تطبيق يسجّل الأشخاص الدخول إليه عبر هذا الموقع. العدد حتى الآن: { $count }. ثم اضغط { $try }.
An-email-address-has-exactly-one-such-as-alice-example-com = في عنوان البريد الإلكتروني علامة @ واحدة فقط، مثل alice@example.com.
an-invalid-token-type-token-type-only-Bearer-is-understood = نوع رمز مميز غير صالح: { $token_type } (لا يُفهم إلا Bearer)
An-OAuth-Resource-trusts-this-client-with-others-tokens-2600a8e3 = يأتمن مورد OAuth هذا العميل على رموز الآخرين («الاستدعاءات بين واجهات API»): لا يغيّره إلا System Manager.
An-old-secret-of-app-still-works = ما زال سر قديم للتطبيق { $app } يعمل
Another-account-asked-to-have-email-as-its-email-It-is--6affe82e = طلب حساب آخر أن يكون { $email } بريده الإلكتروني. وهو بالفعل البريد الإلكتروني لحسابك، ويبقى كذلك.
Another-email-was-asked-for = طُلب بريد إلكتروني آخر
Another-key-has-this-address-already-Take-address = لدى مفتاح آخر هذا العنوان. استخدم { $address }.
Another-OAuth-Resource-has-this-address = لدى OAuth Resource أخرى هذا العنوان.
another-party-than-this-site-is-authorized-azp = الجهة المصرَّح لها ليست هذا الموقع (azp)
Another-service = خدمة أخرى
Another-service-did-not-answer-as-it-should = لم ترد خدمة أخرى كما ينبغي
Another-user-has-this-sub-it-belongs-to-one-person-for-ever = لدى مستخدم آخر قيمة sub هذه: وهي لشخص واحد إلى الأبد.
Answer = الرد
answer-but-without-an-access-token = ‏{ $answer }، لكن دون رمز وصول
Any = الكل
Any-OpenID-Connect-app = أي تطبيق OpenID Connect
Any-other-field = أي حقل آخر
Anything = أي شيء
API = API
API-Base-URL = عنوان URL الأساسي لـ API
API-Endpoint = نقطة نهاية API
API-Endpoint-Args = معاملات نقطة نهاية API
API-Key = مفتاح API
API-Keys = مفاتيح API
API-keys = مفاتيح API
API-pass_through = تمرير طلبات API
API-Secret = سر API
APIs-beside-this-site-that-accept-our-tokens-an-MCP-ser-5eb8426d = واجهات API إلى جانب هذا الموقع تقبل رموزنا المميزة: خادم MCP، أو واجهة API لنظام ERP. يُنشأ كل رمز مميز لواحدة منها.
App = التطبيق
app = تطبيق
app-asked-to-send-you-to-an-address-that-is-not-registe-92b73d58 = طلب { $app } توجيهك إلى عنوان غير مسجَّل له، لذلك لن تُوجَّه إليه.
app-asks-for-a-passkey-sign-out-and-sign-in-with-yours--2a41ac47 = يطلب { $app } مفتاح مرور: سجّل الخروج ثم سجّل الدخول بمفتاحك. يُنشأ في «حسابي» ضمن «مفاتيح المرور والرموز».
app-asks-for-a-stronger-sign_in-Set-it-up-in-My-account-e93793d3 = يطلب { $app } تسجيل دخول أقوى. أعدّه في «حسابي»، ضمن «مفاتيح المرور والرموز»، وسجّل الدخول به.
app-asks-for-scopes-that-it-may-not-have = يطلب { $app } نطاقات غير مسموح له بها
app-at-host-will-get = سيحصل { $app } على { $host } على ما يلي:
App-Client-ID = معرّف عميل التطبيق
App-Client-Secret = سر عميل التطبيق
app-did-not-say-where-to-send-you-back-to-redirect-uri--03fb5c77 = لم يبيّن { $app } إلى أين تُعاد: redirect_uri ناقص، والعناوين المسجَّلة متعددة.
app-has-a-redirect-URI-without-https = لدى { $app } عنوان URI لإعادة التوجيه دون https
app-has-no-Redirect-URI-registered = ليس لدى { $app } أي URI إعادة توجيه مسجَّل.
app-has-scopes-that-it-never-used = لدى { $app } نطاقات لم يستخدمها قط
app-is-asleep = التطبيق { $app } خامل
app-is-open-to-people-with-one-of-these-roles-roles-You-c52f32b7 = { $app } متاح لمن لديه أحد هذه الأدوار: { $roles }. ليس لحسابك أي منها. اطلب أحدها من مسؤول هذا الموقع، مع ذكر الرقم المرجعي { $reference }.
App-Manager = App Manager
app-may-do-everything-but-never-does = يمكن لـ { $app } فعل كل شيء لكنه لا يفعله أبدًا
App-Name = اسم التطبيق
app-will-get = سيحصل { $app } على:
Application = التطبيق
Application-slug = الاسم المختصر للتطبيق (slug)
Applications = تطبيقات
Applications-that-know-no-OpenID-Connect-behind-a-proxy-a08a1dc7 = تطبيقات لا تعرف OpenID Connect، خلف وكيل (Caddy أو nginx أو Traefik أو Envoy) يستعلم هنا عمّن يأتي.
Approve = اعتماد
Apps = التطبيقات
apps = تطبيق
Apps-allowed = التطبيقات المسموح لها
Apps-give-this-name-to-accounts-of-their-own-only-Syste-6b6df601 = تعطي التطبيقات هذا الاسم لحساباتها الخاصة: لا يعطيه لشخص إلا System Manager.
Apps-I-allowed = تطبيقات سمحتُ لها
Apps-may-record-themselves-RFC-7591-People-are-asked-fo-7a94ce82 = يمكن للتطبيقات أن تسجّل نفسها (RFC 7591). تُطلب موافقة الأشخاص على كل منها.
Apps-that-are-known-by-a-document-at-this-address-are-n-bd85bdc3 = لم تعد التطبيقات المعروفة بمستند على هذا العنوان مقبولة هنا.
Apps-that-record-themselves = التطبيقات التي تسجّل نفسها
Apps-that-recorded-themselves-wait-for-approval = تطبيقات سجّلت نفسها تنتظر الاعتماد
Apps-that-sign-people-in-through-this-site-and-call-it--5754476e = تطبيقات يسجّل الأشخاص الدخول إليها عبر هذا الموقع، وتستدعيه برموزه المميزة.
As-1865_11_26-or-0000_11_26-without-the-year = هكذا: ⁦1865-11-26⁩، أو ⁦0000-11-26⁩ دون السنة.
As-if-nobody-had-it = كأنه غير ممنوح لأحد.
As-in-the-time-zone-database-Europe-London = كما في قاعدة بيانات المناطق الزمنية: Europe/London.
As-it-is-set-up-now-Only-then-can-signing-in-with-a-pas-a7ebdf75 = بالإعدادات الحالية. عندئذٍ فقط يمكن إيقاف تسجيل الدخول بكلمة المرور.
As-it-was-built-in-nobody-has-changed-it-yet = كما هو في الأصل: لم يغيّره أحد بعد.
As-System-Settings-say = كما في «إعدادات النظام»
As-the-browser-asks = كما يطلب المتصفح
As-the-Site = مثل الموقع
As-who-connected-begin-last-used-last = باسم { $who }، متصل منذ { $begin }، آخر استخدام { $last }
As-who-linked-begin-last-used-last = باسم { $who }، مرتبط منذ { $begin }، آخر استخدام { $last }
as-who-since-moment-Connecting-again-takes-the-place-of-1488d020 = باسم { $who }، منذ { $moment }. إعادة التوصيل تحل محل هذا الاتصال.
Ask-the-person-to-try-again = اطلب من الشخص إعادة المحاولة.
Ask-there-again = السؤال هناك مجددًا
Asked-for-but-not-granted-scopes = مطلوب ولم يُمنح: { $scopes }
Asked-for-not-granted = مطلوب ولم يُمنح
At-least-8-characters-A-few-unrelated-words-are-best = 8 أحرف على الأقل. الأفضل بضع كلمات لا صلة بينها.
At-least-least-characters-A-few-unrelated-words-are-best = الحد الأدنى لعدد الأحرف: { $least }. الأفضل بضع كلمات لا صلة بينها.
At-least-one-address-is-needed-for-people-to-be-sent-back-to = يلزم عنوان واحد على الأقل ليُعاد الأشخاص إليه.
At-most-100-characters = 100 حرف كحد أقصى.
At-most-a-year-from-now = بعد سنة من الآن كحد أقصى.
At-most-max-filters-filters-with-at-most-max-values-val-90a6b126 = الحد الأقصى لعوامل التصفية: { $max_filters }، ولمجموع قيمها: { $max_values }.
At-most-most-people-at-once = الحد الأقصى لعدد الأشخاص دفعة واحدة: { $most }.
At-the-next-sign_in-with-a-password-before-anything-els-b1815c5f = عند تسجيل الدخول التالي بكلمة مرور، قبل أي شيء آخر. لكلمة مرور كتبتها أنت أو يعرفها آخرون.
Attempts = المحاولات
aud-is-not-the-client = قيمة aud ليست هذا العميل
Auth-URL-Data = بيانات عنوان URL للتفويض
Authenticator-app = تطبيق المصادقة
authentik = authentik
authentik-host = مضيف authentik
Authorization = التفويض
Authorization-Code = Authorization Code
Authorization-Code-is-the-only-way-to-sign-people-in-Im-4294261e = Authorization Code هو الطريقة الوحيدة لتسجيل دخول الأشخاص: Implicit غير آمن ولا وجود له هنا.
Authorization-endpoint = نقطة نهاية التفويض
Authorization-URI = URI التفويض
Authorize-URL = عنوان URL للتفويض
Authorized-origin = المصدر المعتمد
Auto = Auto
Auto-asks-only-if-this-user-has-not-yet-allowed-this-ap-560fdcc6 = ‏Auto يسأل فقط إذا لم يسمح هذا المستخدم بعد لهذا التطبيق بما يطلبه، أو إذا انتهى ما سمح به. Force يسأل عند كل تسجيل دخول، كما يفعل Frappe من نفسه؛ أما التطبيق الذي يجدّد تسجيل الدخول بصمت (prompt=none) فيُسمح له بالمرور حيث سُمح له من قبل. إعداد «تخطي التفويض» لدى العميل نفسه يسبق الاثنين.
Avoid-dates-and-years-that-are-associated-with-you = تجنّب التواريخ والسنوات المرتبطة بك.
Avoid-recent-years = تجنّب السنوات القريبة.
Avoid-repeated-words-and-characters = تجنّب تكرار الكلمات والأحرف.
Avoid-sequences = تجنّب التسلسلات.
Avoid-years-that-are-associated-with-you = تجنّب السنوات المرتبطة بك.
Awaits-Approval = ينتظر الاعتماد
Back-to-place = العودة إلى { $place }
Back-to-sign_in = العودة إلى تسجيل الدخول
Back-to-the-client = العودة إلى العميل
Back-to-the-list = العودة إلى القائمة
Back-without-doing-it = العودة دون تنفيذ ذلك
Back_Channel-Logout-URI = ‏URI تسجيل الخروج (back-channel)
Backup = نسخ احتياطي
Backup-Every = نسخ احتياطي كل
Backups = النسخ الاحتياطية
backups = نسخ احتياطية
Backups-Kept = عدد النسخ المحفوظة
bad-has-a-character-that-scopes-cannot-have-quotes-back-f5892c6f = في { $bad } حرف لا يُقبل في النطاقات (علامات اقتباس أو شرطة مائلة عكسية أو ما هو خارج ASCII).
Base-URL = عنوان URL الأساسي
Before = قبل
Begin = بدء
Begins-With = يبدأ بـ
Begins-with = يبدأ بـ
Begun = بدأ
between-takes-two-values-from-to = ‏between يأخذ قيمتين: ⁦["from", "to"]⁩.
Bind-Tokens-to-a-Key-DPoP = ربط الرموز المميزة بمفتاح (DPoP)
Birth-Date = تاريخ الميلاد
Brand = العلامة التجارية
Browser = المتصفح
browser-from-the-address-address = ‏{ $browser }، من العنوان { $address }.
Browsers-and-apps-refuse-it-at-base-url-Put-one-there-t-b78b5e29 = ترفضها المتصفحات والتطبيقات في { $base_url }. ضع شهادة تذكر هذا المضيف (FRONTDESK_TLS_CERT)؛ تُستخدم خلال عشر ثوانٍ.
Browsers-in-which-you-are-not-asked-for-your-second-factor = المتصفحات التي لا يُطلب منك فيها العامل الثاني.
Browsers-keep-passkeys-only-for-a-site-with-a-name-and--c38889d2 = لا تحفظ المتصفحات مفاتيح المرور إلا لموقع له اسم وhttps، مثل ⁦https://login.example.com⁩.
Browsers-that-are-signed-in-here-Ending-one-signs-it-out-at-once = المتصفحات المسجَّل الدخول فيها هنا. إنهاء جلسة أحدها يسجّل الخروج منه فورًا.
By-which-you-know-it-again-Phone-Work-computer = ما تتعرّف به عليه لاحقًا: الهاتف، حاسوب العمل.
Called-by-POST-with-JSON-signed-as-Standard-Webhooks-ha-375b12c0 = يُستدعى عبر POST مع JSON، بتوقيع وفق Standard Webhooks (‏webhook-id وwebhook-timestamp وwebhook-signature).
Calls-between-APIs = الاستدعاءات بين واجهات API
Cancel = إلغاء
Capitalization-doesn-t-help-very-much = الأحرف الكبيرة لا تفيد كثيرًا.
Care = انتباه
Cause = السبب
Change = تغيير
change = تغيير
Change-it = تغيير
Change-password = تغيير كلمة المرور
Changes = التغييرات
characters = حرف
Check_up = الفحص
Choose = اختيار
Choose-1-to-most-records-in-the-list-first-or-narrow-it = { $most ->
    [one] اختر سجلًا واحدًا من القائمة أولًا، أو ضيّقها.
    [two] اختر سجلًا أو سجلين من القائمة أولًا، أو ضيّقها.
    [few] اختر من القائمة أولًا من سجل واحد إلى { $most } سجلات، أو ضيّقها.
    [many] اختر من القائمة أولًا من سجل واحد إلى { $most } سجلًا، أو ضيّقها.
   *[other] اختر من القائمة أولًا من سجل واحد إلى { $most } سجل، أو ضيّقها.
}
Choose-all = اختيار الكل
Choose-everybody-or-at-least-one-role-whoever-has-it-may-sign-in = اختر الجميع، أو دورًا واحدًا على الأقل: من لديه هذا الدور يمكنه تسجيل الدخول.
Choose-everybody-or-at-least-one-role-whoever-has-it-may-use-it = اختر الجميع، أو دورًا واحدًا على الأقل: من لديه هذا الدور يمكنه استخدام التطبيق.
Choose-one-of-label-first = اختر أولًا إحدى قيم «{ $label }».
Choose-one-of-the-client-s-roles-admitted = اختر أحد أدوار العميل: { $admitted }.
Choose-what-the-key-is-for = اختر الغرض من المفتاح.
Claim = المطالبة
Claims = المطالبات
Cleaning-up = التنظيف
Client = العميل
Client-authentication = مصادقة العميل
Client-Credentials = بيانات اعتماد العميل
Client-credentials-the-app-gets-tokens-without-anybody--aa9c2406 = بيانات اعتماد العميل: يحصل التطبيق على رموز مميزة دون أن يسجّل أحد الدخول.
Client-ID = معرّف العميل
Client-Id = معرّف العميل
client-id-is-not-the-client-that-the-ID-token-was-issued-to = قيمة client_id ليست للعميل الذي صدر له رمز الهوية.
Client-is-client = العميل هو { $client }
Client-Secret = سر العميل
Client-secret = سر العميل
Client-Secret-Basic = Client Secret Basic
Client-Secret-Basic-or-Post = Client Secret (Basic or Post)
Client-Secret-JWT = Client Secret JWT
Client-Secret-Post = Client Secret Post
Client-Secrets = أسرار العملاء
Client-URI = URI العميل
Clients = العملاء
Clients-grants-and-scopes-without-use-for-this-long-are-asleep = العملاء والأذونات والنطاقات التي لم تُستخدم طوال هذه المدة تُعدّ خاملة.
clients-OAuth-Clients-may-ask-for-this-scope-Take-it-fr-1aaa6fd0 = { $clients ->
    [zero] لا يمكن لأي عميل OAuth طلب هذا النطاق.
    [one] يمكن لعميل OAuth واحد طلب هذا النطاق. اسحبه منه أولًا.
    [two] يمكن لعميلي OAuth طلب هذا النطاق. اسحبه منهما أولًا.
    [few] يمكن لـ { $clients } من عملاء OAuth طلب هذا النطاق. اسحبه منهم أولًا.
    [many] يمكن لـ { $clients } من عملاء OAuth طلب هذا النطاق. اسحبه منهم أولًا.
   *[other] يمكن لـ { $clients } من عملاء OAuth طلب هذا النطاق. اسحبه منهم أولًا.
}
clock = ساعة
Code = Code
Code-Challenge = تحدي الرمز
Code-challenge-method = طريقة تحدي الرمز
Code-Lifetime = مدة صلاحية رمز التفويض
Codes-by-email = الرموز بالبريد الإلكتروني
Codes-that-were-given-to-apps-without-the-codes-themsel-1826f079 = رموز التفويض التي أُعطيت للتطبيقات، دون الرموز نفسها. صلاحيتها دقيقة وتعمل مرة واحدة.
Colour = اللون
Colours = الألوان
Combination-of-Grant-Type-grant-and-Response-Type-respo-74e8b712 = لا يُسمح بالجمع بين نوع المنح ({ $grant }) ونوع الاستجابة ({ $response })
Comes-with-the-program-It-can-be-changed-not-deleted = يأتي مع البرنامج. يمكن تغييره ولا يمكن حذفه.
Comma = فاصلة
Common-names-and-surnames-are-easy-to-guess = الأسماء وأسماء العائلات الشائعة سهلة التخمين.
Comparison = المقارنة
Confirm-it = تأكيد
Confirm-that-it-is-you = أكّد أنك أنت
Confirm-your-new-email = أكّد بريدك الإلكتروني الجديد
Connect = توصيل
Connect-Again = إعادة التوصيل
Connect-again = إعادة التوصيل
Connect-an-account = توصيل حساب
Connect-the-site-itself = توصيل الموقع نفسه
Connect-to-service = التوصيل بخدمة { $service }
Connected = متصل
connected = متصل
Connected-App = تطبيق متصل
Connected-App-name-not-found = لم يُعثر على التطبيق المتصل { $name }
Connected-Apps = التطبيقات المتصلة
Connected-As = متصل باسم
Connected-as = متصل باسم
Connected-begin-last-used-last = متصل منذ { $begin }، آخر استخدام { $last }
Connected-services = الخدمات المتصلة
Connection = الاتصال
Connections = الاتصالات
Consent = الموافقة
Contact = جهة الاتصال
Contacts = جهات الاتصال
contains = يحتوي على
Continue = متابعة
Copied = تم النسخ
Copy = نسخ
Copy-the-links-now-they-are-shown-this-once-Each-works--4f050c80 = انسخ الروابط الآن: فهي لا تُعرض إلا هذه المرة. يعمل كل رابط مرة واحدة، ولمدة سبعة أيام.
Copy-what-is-below-now-a-secret-is-shown-this-once-and--27f810dc = انسخ ما يلي الآن: يظهر السر هذه المرة فقط، ولا يمكن قراءته مرة أخرى.
Correct-these-and-try-again = صحّح هذه السطور وأعد المحاولة
count-API-keys = { $count ->
    [zero] لا مفاتيح API
    [one] مفتاح API واحد
    [two] مفتاحا API
    [few] { $count } مفاتيح API
    [many] { $count } مفتاح API
   *[other] { $count } مفتاح API
}
count-API-keys-are-for-this-scope-Revoke-them-first = { $count ->
    [zero] لا مفاتيح API لهذا النطاق.
    [one] مفتاح API واحد لهذا النطاق. ألغه أولًا.
    [two] مفتاحا API لهذا النطاق. ألغهما أولًا.
    [few] { $count } مفاتيح API لهذا النطاق. ألغها أولًا.
    [many] { $count } مفتاح API لهذا النطاق. ألغها أولًا.
   *[other] { $count } مفتاح API لهذا النطاق. ألغها أولًا.
}
count-clients-that-act-as-the-user-they-get-no-tokens-any-more = { $count ->
    [one] عميل واحد يتصرف بصفة المستخدم: لن يحصل على رموز بعد الآن
    [two] عميلان يتصرفان بصفة المستخدم: لن يحصلا على رموز بعد الآن
    [few] { $count } عملاء يتصرفون بصفة المستخدم: لن يحصلوا على رموز بعد الآن
   *[other] { $count } عميلًا يتصرفون بصفة المستخدم: لن يحصلوا على رموز بعد الآن
}
count-connections-end-and-the-other-side-is-asked-to-re-3e6aa071 = { $count ->
    [zero] لا تنتهي أي اتصالات.
    [one] ينتهي اتصال واحد، ويُطلب من الطرف الآخر إبطاله حيث أمكن.
    [two] ينتهي اتصالان، ويُطلب من الطرف الآخر إبطالهما حيث أمكن.
    [few] تنتهي { $count } اتصالات، ويُطلب من الطرف الآخر إبطالها حيث أمكن.
    [many] ينتهي { $count } اتصالًا، ويُطلب من الطرف الآخر إبطالها حيث أمكن.
   *[other] ينتهي { $count } اتصال، ويُطلب من الطرف الآخر إبطالها حيث أمكن.
}
count-connections-to-Connected-Apps = { $count ->
    [zero] لا اتصالات بالتطبيقات المتصلة
    [one] اتصال واحد بتطبيق متصل
    [two] اتصالان بالتطبيقات المتصلة
    [few] { $count } اتصالات بالتطبيقات المتصلة
    [many] { $count } اتصالًا بالتطبيقات المتصلة
   *[other] { $count } اتصال بالتطبيقات المتصلة
}
count-days = { $count ->
    [zero] لا أيام
    [one] يوم واحد
    [two] يومان
    [few] { $count } أيام
    [many] { $count } يومًا
   *[other] { $count } يوم
}
count-failed-sign_ins-in-days-days = { $count ->
    [zero] لا عمليات تسجيل دخول فاشلة خلال { $days } يومًا
    [one] عملية تسجيل دخول فاشلة واحدة خلال { $days } يومًا
    [two] عمليتا تسجيل دخول فاشلتان خلال { $days } يومًا
    [few] { $count } عمليات تسجيل دخول فاشلة خلال { $days } يومًا
    [many] { $count } عملية تسجيل دخول فاشلة خلال { $days } يومًا
   *[other] { $count } عملية تسجيل دخول فاشلة خلال { $days } يومًا
}
count-grants-are-asleep = { $count ->
    [zero] لا أذونات خاملة
    [one] إذن واحد خامل
    [two] إذنان خاملان
    [few] { $count } أذونات خاملة
    [many] { $count } إذنًا خاملًا
   *[other] { $count } إذن خامل
}
count-grants-to-apps-with-their-tokens = { $count ->
    [zero] لا أذونات للتطبيقات
    [one] إذن واحد لتطبيق مع رموزه المميزة
    [two] إذنان لتطبيقات مع رموزهما المميزة
    [few] { $count } أذونات لتطبيقات مع رموزها المميزة
    [many] { $count } إذنًا لتطبيقات مع رموزها المميزة
   *[other] { $count } إذن لتطبيقات مع رموزها المميزة
}
count-issued-tokens-in-days-days = { $count ->
    [zero] لا رموز مميزة صادرة خلال { $days } يومًا
    [one] رمز مميز صادر واحد خلال { $days } يومًا
    [two] رمزان مميزان صادران خلال { $days } يومًا
    [few] { $count } رموز مميزة صادرة خلال { $days } يومًا
    [many] { $count } رمزًا مميزًا صادرًا خلال { $days } يومًا
   *[other] { $count } رمز مميز صادر خلال { $days } يومًا
}
count-linked-sign_ins = { $count ->
    [zero] لا حسابات مرتبطة لتسجيل الدخول
    [one] حساب واحد مرتبط لتسجيل الدخول
    [two] حسابان مرتبطان لتسجيل الدخول
    [few] { $count } حسابات مرتبطة لتسجيل الدخول
    [many] { $count } حسابًا مرتبطًا لتسجيل الدخول
   *[other] { $count } حساب مرتبط لتسجيل الدخول
}
count-of-them-in-trouble = { $count } منها متعثرة
count-people-are-invited = { $count ->
    [zero] لم يُدعَ أحد.
    [one] دُعي شخص واحد.
    [two] دُعي شخصان.
    [few] دُعي { $count } أشخاص.
    [many] دُعي { $count } شخصًا.
   *[other] دُعي { $count } شخص.
}
count-people-who-sign-in-with-it-cannot-any-more-unless-c50a077f = { $count ->
    [zero] لا أحد يسجّل الدخول به.
    [one] يسجّل شخص واحد الدخول به ولن يستطيع ذلك بعد الآن، ما لم تكن له كلمة مرور أو طريقة أخرى.
    [two] يسجّل شخصان الدخول به ولن يستطيعا ذلك بعد الآن، ما لم تكن لهما كلمة مرور أو طريقة أخرى.
    [few] يسجّل { $count } أشخاص الدخول به ولن يستطيعوا ذلك بعد الآن، ما لم تكن لهم كلمة مرور أو طريقة أخرى.
    [many] يسجّل { $count } شخصًا الدخول به ولن يستطيعوا ذلك بعد الآن، ما لم تكن لهم كلمة مرور أو طريقة أخرى.
   *[other] يسجّل { $count } شخص الدخول به ولن يستطيعوا ذلك بعد الآن، ما لم تكن لهم كلمة مرور أو طريقة أخرى.
}
count-records-were-changed = { $count ->
    [0] لم يلزم تغيير أي شيء.
    [one] تم تغيير السجل.
    [two] تم تغيير سجلين.
    [few] تم تغيير { $count } سجلات.
    [many] تم تغيير { $count } سجلًا.
   *[other] تم تغيير { $count } سجل.
}
count-records-were-deleted = { $count ->
    [zero] لم يُحذف أي سجل.
    [one] تم حذف السجل.
    [two] تم حذف سجلين.
    [few] تم حذف { $count } سجلات.
    [many] تم حذف { $count } سجلًا.
   *[other] تم حذف { $count } سجل.
}
count-records-were-disconnected = { $count ->
    [zero] لم يُنهَ أي اتصال.
    [one] تم إنهاء الاتصال.
    [two] تم إنهاء اتصالين.
    [few] تم إنهاء { $count } اتصالات.
    [many] تم إنهاء { $count } اتصالًا.
   *[other] تم إنهاء { $count } اتصال.
}
count-records-were-ended = { $count ->
    [zero] لم تُنهَ أي جلسة.
    [one] تم إنهاء الجلسة.
    [two] تم إنهاء جلستين.
    [few] تم إنهاء { $count } جلسات.
    [many] تم إنهاء { $count } جلسة.
   *[other] تم إنهاء { $count } جلسة.
}
count-records-were-revoked = { $count ->
    [zero] لم يُبطَل أي سجل.
    [one] تم إبطال السجل.
    [two] تم إبطال سجلين.
    [few] تم إبطال { $count } سجلات.
    [many] تم إبطال { $count } سجلًا.
   *[other] تم إبطال { $count } سجل.
}
count-records-were-unlinked = { $count ->
    [zero] لم يُفك ربط أي حساب.
    [one] تم فك ربط الحساب.
    [two] تم فك ربط حسابين.
    [few] تم فك ربط { $count } حسابات.
    [many] تم فك ربط { $count } حسابًا.
   *[other] تم فك ربط { $count } حساب.
}
count-recovery-codes = { $count ->
    [zero] لا رموز استرداد
    [one] رمز استرداد واحد
    [two] رمزا استرداد
    [few] { $count } رموز استرداد
    [many] { $count } رمز استرداد
   *[other] { $count } رمز استرداد
}
count-sessions = { $count ->
    [zero] لا جلسات
    [one] جلسة واحدة
    [two] جلستان
    [few] { $count } جلسات
    [many] { $count } جلسة
   *[other] { $count } جلسة
}
count-sign_ins-in-days-days = { $count ->
    [zero] لا عمليات تسجيل دخول خلال { $days } يومًا
    [one] عملية تسجيل دخول واحدة خلال { $days } يومًا
    [two] عمليتا تسجيل دخول خلال { $days } يومًا
    [few] { $count } عمليات تسجيل دخول خلال { $days } يومًا
    [many] { $count } عملية تسجيل دخول خلال { $days } يومًا
   *[other] { $count } عملية تسجيل دخول خلال { $days } يومًا
}
count-things-to-look-at-serious-of-them-to-fix = { $count ->
    [zero] لا شيء للمراجعة، { $serious } بحاجة إلى إصلاح:
    [one] أمر واحد للمراجعة، { $serious } بحاجة إلى إصلاح:
    [two] أمران للمراجعة، منهما { $serious } بحاجة إلى إصلاح:
    [few] { $count } أمور للمراجعة، منها { $serious } بحاجة إلى إصلاح:
    [many] { $count } أمرًا للمراجعة، منها { $serious } بحاجة إلى إصلاح:
   *[other] { $count } أمر للمراجعة، منها { $serious } بحاجة إلى إصلاح:
}
count-user-permissions = { $count ->
    [zero] لا صلاحيات مستخدم
    [one] صلاحية مستخدم واحدة
    [two] صلاحيتا مستخدم
    [few] { $count } صلاحيات مستخدم
    [many] { $count } صلاحية مستخدم
   *[other] { $count } صلاحية مستخدم
}
count-users = { $count ->
    [zero] لا يوجد مستخدمون
    [one] مستخدم واحد
    [two] مستخدمان
    [few] { $count } مستخدمين
    [many] { $count } مستخدمًا
   *[other] { $count } مستخدم
}
Counts-as-Two-Factors = يُعدّ عاملين
Create = إنشاء
create = إنشاء
Created = تاريخ الإنشاء
Current-password = كلمة المرور الحالية
Custom = مخصص
Custom-Base-URL = عنوان URL أساسي مخصص
Dark = داكن
Date = التاريخ
Dates-are-often-easy-to-guess = التواريخ سهلة التخمين غالبًا.
day-month-year-time-UTC = { $day } { $month ->
    [1] يناير
    [2] فبراير
    [3] مارس
    [4] أبريل
    [5] مايو
    [6] يونيو
    [7] يوليو
    [8] أغسطس
    [9] سبتمبر
    [10] أكتوبر
    [11] نوفمبر
   *[12] ديسمبر
} { $year }، ⁦{ $time } UTC⁩
days = يوم
default-is-not-one-of-the-Redirect-URIs-above = ‏{ $default } ليس من عناوين URI لإعادة التوجيه المذكورة أعلاه.
Default-Redirect-URI = URI إعادة التوجيه الافتراضي
Default-Role = الدور الافتراضي
Delete = حذف
delete = حذف
Delivered = تم التسليم
Deliveries = عمليات الإرسال
Delivery = عملية إرسال
Deny = الرفض
Description = الوصف
Desk = لوحة الإدارة
Desk-Access = الوصول إلى لوحة الإدارة
Desk-User-anybody-with-a-role-that-has-desk-access = ‏Desk User (كل من له دور يتيح الوصول إلى لوحة الإدارة)
Devices-Without-a-Browser = أجهزة بلا متصفح
Diagnostics = التشخيص
Differs = يوجد اختلاف.
Differs-in-how-it-is-written = الاختلاف في طريقة الكتابة.
Differs-in-parts = أوجه الاختلاف: { $parts }.
Differs-in-the-slash-at-the-end = الاختلاف في الشرطة المائلة في النهاية.
Differs-in-upper-and-lower-case = الاختلاف في الأحرف الكبيرة والصغيرة.
Directory-tenant-ID = معرّف الدليل (المستأجر)
Disable = تعطيل
Disable-Username-Password-Login = تعطيل تسجيل الدخول باسم المستخدم وكلمة المرور
Disabled = معطّل
Disconnect = فصل
Disconnected-we-have-forgotten-the-tokens = تم الفصل: لم نعد نحتفظ بالرموز المميزة.
Discovery = الاكتشاف
Discovery-URL = عنوان URL للاكتشاف
Do-not-ask-again-in-this-browser-for-days-days = عدم السؤال مجددًا في هذا المتصفح لمدة { $days } يومًا
Do-this-first = افعل هذا أولًا:
Do-you-want-to-sign-out = هل تريد تسجيل الخروج؟
docker-logs = docker logs
Document-Type = نوع المستند
Documentation = الوثائق
Domains-whose-emails-you-trust-this-provider-with-whoev-778546c9 = مجالات البريد الإلكتروني التي تثق فيها بهذا المزوّد: من يأتي ببريد كهذا، مؤكَّد هناك أو مضمون أدناه، يُعدّ المستخدم صاحب هذا البريد هنا، منذ أول تسجيل دخول. أما غيره، وكل من له دور ذو صلاحيات واسعة هنا، فيسجّل الدخول أولًا ثم يربط حسابه.
done = (تم)
Each-gets-a-mail-with-a-link-by-which-they-set-a-passwo-784cc714 = يتلقى كل شخص رسالة فيها رابط يعيّن به كلمة مرور فيُسجَّل دخوله.
Each-of-them-gets-these-beside-what-the-list-says-None--90665830 = يحصل كل منهم على هذه، إضافةً إلى ما في القائمة. إذا لم يُختر شيء: يمكنهم تسجيل الدخول إلى التطبيقات المتاحة للجميع.
Each-signs-you-in-once-if-your-app-or-passkey-is-not-at-dbc3e427 = كل رمز يسجّل دخولك مرة واحدة، إذا لم يكن تطبيقك أو مفتاح مرورك في متناول يدك. اطبعها، أو احفظها في مكان آمن: فهي لا تُعرض إلا هذه المرة.
EdDSA = EdDSA
Email = البريد الإلكتروني
Email-addresses-of-who-looks-after-the-app = عناوين البريد الإلكتروني للقائمين على التطبيق.
email-has-no-second-factor-and-no-passkey = ليس لدى { $email } عامل ثانٍ ولا مفتاح مرور.
email-has-the-role-role-which-you-do-not-have-only-some-ae68278a = لدى { $email } الدور { $role }، وهو ليس لديك: لا يمكن أن يفعل ذلك إلا من لديه هذا الدور، أو System Manager.
Email-Is-Verified = البريد الإلكتروني مؤكَّد
email-may-not-use-application-Whoever-manages-this-site-e17a7718 = لا يمكن لـ { $email } استخدام { $application }. يقرر ذلك من يدير هذا الموقع («من يمكنه استخدامه»).
Email-not-verified-with-provider-Verify-it-there-then-s-f43fc54c = البريد الإلكتروني غير مؤكَّد لدى { $provider }. أكّده هناك، ثم سجّل الدخول من جديد. إذا كان لديك حساب هنا، فسجّل الدخول إليه كعادتك، واربط { $provider } من «حسابي».
Email-or-password-is-wrong-or-the-account-is-switched-off = البريد الإلكتروني أو كلمة المرور غير صحيحة، أو الحساب معطّل.
Emailed-Code = رمز يُرسل بالبريد الإلكتروني
Empty-as-long-as-the-client-s = إذا تُرك فارغًا: بقدر مدة العميل.
Empty-if-the-connection-is-the-site-s-own = فارغ إذا كان الاتصال للموقع نفسه.
Empty-it-takes-our-mails-without-a-password = إذا تُرك فارغًا: يقبل الخادم رسائلنا دون كلمة مرور.
Empty-the-password-stays-as-it-is-a-new-user-without-on-bb286e7c = إذا تُرك فارغًا: تبقى كلمة المرور كما هي؛ والمستخدم الجديد الذي ليس له كلمة مرور لا يمكنه تسجيل الدخول بعد. كلمة المرور الجديدة تسجّل خروج المستخدم من كل مكان وتُبطل ما سمح به للتطبيقات؛ ويبقى مفتاح API الخاص به.
Enable = تفعيل
Enable-Client-ID-Metadata-Documents = تفعيل مستندات البيانات الوصفية لمعرّف العميل (Client ID Metadata Documents)
Enable-Dynamic-Client-Registration = تفعيل التسجيل الديناميكي للعملاء (Dynamic Client Registration)
Enable-Social-Login = تفعيل تسجيل الدخول الاجتماعي
Enabled = مفعّل
End = إنهاء
End-old-secrets = إنهاء الأسرار القديمة
End-registration-tokens = إنهاء رموز التسجيل
End-Session-Endpoint = نقطة نهاية إنهاء الجلسة
End-session-endpoint = نقطة نهاية إنهاء الجلسة
End-the-old-secret = إنهاء السر القديم
Ended = انتهى
ended = منتهٍ
Endpoints = نقاط النهاية
Ends-every-session-of-the-user-What-they-allowed-to-app-a1c7d936 = ينهي كل جلسات المستخدم. وما سمح به للتطبيقات لمدة أطول من الجلسة يبقى ساريًا.
Ends-in-well_known-openid_configuration-Save-it-then-ch-4000d855 = ينتهي بـ ⁦/.well-known/openid-configuration⁩. احفظ، ثم اختر «جلب تكوين OpenID» من «الإجراءات»: تُملأ نقاط النهاية من هناك.
Ends-On = ينتهي في
Enter-the-email-that-you-sign-in-with-If-there-is-an-ac-c6152220 = أدخل البريد الإلكتروني الذي تسجّل الدخول به. إذا كان هناك حساب، فسيصل إليه رابط تعيّن به كلمة مرور جديدة.
Enter-the-keys-or-say-where-they-are-published-not-both = أدخل المفاتيح أو اذكر مكان نشرها، لا الاثنين معًا.
Enter-the-mail-server-and-the-sender-and-save-first = أدخل خادم البريد والمرسِل أولًا، ثم احفظ.
Enter-your-email-If-there-is-an-account-a-code-comes-to-eb2c529b = أدخل بريدك الإلكتروني. إذا كان هناك حساب، فسيصل إليه رمز تسجّل به الدخول هنا.
entry-is-not-an-origin-write-scheme-and-host-only-such--7fb88fb2 = ‏{ $entry } ليس مصدرًا: اكتب المخطط والمضيف فقط، مثل https://erp.example.com.
Error = خطأ
ES256 = ES256
Event = الحدث
Every-claim = كل المطالبات
Every-session-of-the-user-was-ended = أُنهيت كل جلسات المستخدم.
Every-sign_in-token-and-API-request-that-was-refused-in-980946af = كل تسجيل دخول أو رمز مميز أو طلب API رُفض في الأيام الأخيرة، وسبب الرفض. ابحث بالرقم المرجعي الذي ظهر للشخص.
Everybody-has-to-sign-in-to-this-app-again = على الجميع تسجيل الدخول إلى هذا التطبيق من جديد.
Everybody-signed-in-or-not = الجميع، سواء سجّلوا الدخول أم لا.
Everybody-who-has-a-role-with-desk-access = كل من له دور يتيح الوصول إلى لوحة الإدارة.
Everybody-who-has-an-account-here-may-sign-in-through-t-a58e061b = يمكن الآن لكل من له حساب هنا تسجيل الدخول عبر التطبيق.
Everybody-who-has-an-account-here-may-sign-in-through-the-app = كل من له حساب هنا يمكنه تسجيل الدخول عبر التطبيق.
Everybody-who-has-an-account-here-may-sign-in-through-the-client = كل من له حساب هنا يمكنه تسجيل الدخول عبر العميل.
Everybody-who-is-signed-in = كل من سجّل الدخول.
Everybody-with-an-account-here = كل من له حساب هنا.
Everything = كل شيء
Exchanged-By = بدّله
Expiration-time = وقت الانتهاء
expired = منتهي الصلاحية
Expires = ينتهي
Expires-In = ينتهي خلال
Export = تصدير
Export-as-CSV = تصدير بصيغة CSV
Facebook = Facebook
Failed = فشل
failed-sign_ins = عمليات تسجيل دخول فاشلة
Failing = متعثر
failing = متعثر
Failing-Since = متعثر منذ
Fair = متوسطة
fairlogin = fairlogin
FAPI-2-0-allows-codes-60-seconds-at-most = ‏FAPI 2.0 يسمح لرموز التفويض بمدة 60 ثانية على الأكثر.
FAPI-2-0-needs-Private-Key-JWT = ‏FAPI 2.0 يحتاج إلى Private Key JWT.
FAPI-2-0-needs-PS256-ES256-or-EdDSA = ‏FAPI 2.0 يحتاج إلى PS256 أو ES256 أو EdDSA.
FAPI-2-0-Security-Profile = ملف الأمان FAPI 2.0
Favicon = أيقونة الموقع
Fetches-a-new-token-from-the-other-side-also-when-the-o-52264c91 = يجلب رمزًا مميزًا جديدًا من الطرف الآخر، حتى لو كان القديم ما زال صالحًا.
Fetches-a-token-of-the-site-s-own-client-credentials-wi-a218d189 = يجلب رمزًا مميزًا للموقع نفسه (بيانات اعتماد العميل)، دون حساب أي شخص: للخدمات التي تتيح ذلك.
Fetches-the-document-and-fills-in-the-endpoints-PKCE-an-7ecddfa1 = يجلب المستند ويملأ نقاط النهاية وPKCE وطريقة إثبات هويتنا.
Fetches-the-document-fills-in-the-addresses-and-pins-the-issuer = يجلب المستند ويملأ العناوين ويثبّت جهة الإصدار.
Field = الحقل
Fill-in = ملء
Filter = تصفية
Filters = عوامل التصفية
Filters-are-a-JSON-list-or-object-such-as-field-value = عوامل التصفية قائمة أو كائن JSON، مثل ⁦[["field", "=", "value"]]⁩.
Find = بحث
Find-any-record-or-page = البحث عن أي سجل أو صفحة
Find-anything = البحث عن أي شيء
Find-Ctrl-K = بحث (Ctrl K)
First = أولًا:
First-Name = الاسم الأول
first-to-last-of-count = من { $first } إلى { $last } من أصل { $count }
For-a-Frappe-site-as-the-provider-it-signs-ID-tokens-wi-f0dffccb = عندما يكون المزوّد موقع Frappe: يوقّع رموز الهوية بسر العميل.
For-a-program-that-calls-the-API-as-this-user-with-a-na-e5e8a3f3 = لبرنامج يستدعي API باسم هذا المستخدم، باسم يميّزه وفي حدود نطاقاته فقط. تستمر المفاتيح الأخرى في العمل.
For-a-provider-that-does-not-say-whether-an-email-is-ve-23c73b89 = لمزوّد لا يذكر هل البريد الإلكتروني مؤكَّد، لكن مسؤوليه يضمنونه. وإذا ذكر أن بريدًا غير مؤكَّد أُخذ بذلك. الحسابات الجديدة تحتاج إلى بريد مؤكَّد.
For-a-service-that-does-not-say-how-long-its-tokens-liv-22ba640b = لخدمة لا تذكر مدة صلاحية رموزها المميزة. 0: حتى ترفضها.
For-a-service-that-does-not-take-Authorization-Bearer-s-62ad7808 = لخدمة لا تقبل Authorization: Bearer، مثل X-Shopify-Access-Token.
For-apps = للتطبيقات
For-apps-that-ask-for-the-scope-address = للتطبيقات التي تطلب النطاق address.
For-apps-that-ask-for-the-scope-phone = للتطبيقات التي تطلب النطاق phone.
For-apps-that-show-one-JPEG-PNG-or-WebP-made-small-befo-0714a121 = للتطبيقات التي تعرض صورة. JPEG أو PNG أو WebP، تُصغَّر قبل إرسالها؛ بحد أقصى 512 كيلوبايت.
For-banks-health-and-whoever-asks-for-it-everything-abo-44546e56 = للبنوك والصحة ومن يطلب ذلك: كل ما سبق معًا، ولا شيء أضعف منه. يحتاج إلى Private Key JWT، وخوارزمية لرمز الهوية غير RS256، ورموز تفويض صلاحيتها دقيقة على الأكثر.
For-developers-who-come-upon-it = للمطوّرين الذين يصلون إليه.
For-email-You-are-signed-in-with-it-and-signed-out-ever-08314588 = للحساب { $email }. سيُسجَّل دخولك بها، ويُسجَّل خروجك من كل الأماكن الأخرى.
For-old-apps-that-understand-nothing-else-Whoever-has-t-952b5081 = للتطبيقات القديمة التي لا تفهم غير ذلك. عندئذٍ يستطيع كل من لديه السر إنشاء رموز هوية، والتطبيق أيضًا؛ ويُحفظ السر هنا مشفّرًا.
For-programs = للبرامج
For-programs-of-yours-that-call-this-site-as-you-Give-e-c9113e3b = لبرامجك التي تستدعي هذا الموقع باسمك. أعطِ كلًّا منها مفتاحًا خاصًا به، لما يحتاج إليه لا أكثر: من لديه المفتاح والسر يمكنه فعل ذلك، حتى تُبطله.
For-signing-out-there-too = لتسجيل الخروج هناك أيضًا.
For-somebody-who-has-lost-it-takes-away-authenticator-a-f02ffd75 = لمن فقده: يزيل تطبيق المصادقة ومفاتيح المرور ورموز الاسترداد والأجهزة الموثوق بها، ويسجّل خروج الشخص. ويُبلَّغ بذلك. تأكد من أنه هو من يطلب ذلك.
For-the-API = لواجهة API
For-use-at-resource = للاستخدام لدى { $resource }.
For-Value = للقيمة
For-when-nothing-else-is-at-hand-You-have-count-left = لحين لا يتوفر لديك شيء آخر. المتبقي لديك: { $count }.
For-whoever-looks-after-the-app = لمن يتولى أمر التطبيق
Force = Force
Forget-the-client-secret = نسيان سر العميل
Forgot-your-password = نسيت كلمة المرور؟
Forgot-your-password-The-administrator-of-this-site-can-bdb4cf08 = نسيت كلمة المرور؟ يمكن لمسؤول هذا الموقع تعيين كلمة جديدة.
Frappe = Frappe
Frappe-s-addresses = عناوين Frappe
Frappe-s-documents-speak-of-these-There-is-nothing-to-c-9224525a = وثائق Frappe تذكر هذه الأشياء. لا شيء للاختيار هنا: كل ما يُقال هناك هو هذا.
free-MB-are-free-on-the-disk = { $free ->
    [zero] لا مساحة خالية على القرص
    [one] بقي على القرص ميغابايت واحد
    [two] بقي على القرص 2 ميغابايت
    [few] بقي على القرص { $free } ميغابايت
    [many] بقي على القرص { $free } ميغابايت
   *[other] بقي على القرص { $free } ميغابايت
}
From = من
from = من
From-address-signed-in-begin-last-seen-last = من { $address }، تسجيل الدخول { $begin }، آخر ظهور { $last }
From-address-since-begin-until-end = من { $address }، منذ { $begin }، حتى { $end }
From-moment-on-you-cannot-sign-in-without = ابتداءً من { $moment } لا يمكنك تسجيل الدخول دونه.
From-now-on-only-the-newest-secret-works-Do-this-when-t-36ba038f = من الآن لا يعمل إلا أحدث سر. افعل ذلك بعد تحويل التطبيق إلى السر الجديد.
From-this-age-on-new-ones-follow-by-themselves-publishe-7ad03d0f = بعد بلوغ هذا العمر تليها مفاتيح جديدة تلقائيًا: تُنشر ليوم، ثم توقّع.
Frontdesk = Frontdesk
frontdesk-user-add = frontdesk user add
Full-Name = الاسم الكامل
Gender = الجنس
Get-a-code-by-email = الحصول على رمز بالبريد الإلكتروني
Get-OpenID-Configuration = جلب تكوين OpenID
Get-your-email-back = استعادة بريدك الإلكتروني
GitHub = GitHub
GitLab = GitLab
gitlab-com-or-where-your-own-GitLab-is-reached = ‏gitlab.com، أو حيث يمكن الوصول إلى خادم GitLab الخاص بك.
GitLab-host = مضيف GitLab
Give = منح
Give-the-user-this-link-It-works-once-for-fifteen-minut-66667acd = أعطِ المستخدم هذا الرابط. يعمل مرة واحدة، ولمدة خمس عشرة دقيقة، ولا يصلح إلا الأحدث.
Give-this-person-a-role = امنح هذا الشخص دورًا
Give-this-person-the-role = امنح هذا الشخص الدور
Give-user-the-role-role = منح { $user } الدور { $role }
given-up-deliveries-were-given-up = { $given_up ->
    [zero] لم يُتخلَّ عن أي عملية إرسال
    [one] تم التخلي عن عملية إرسال واحدة
    [two] تم التخلي عن عمليتي إرسال
    [few] تم التخلي عن { $given_up } عمليات إرسال
    [many] تم التخلي عن { $given_up } عملية إرسال
   *[other] تم التخلي عن { $given_up } عملية إرسال
}
Go-back-to-it-app-goes-on-by-itself-in-a-moment-You-can-6c805e65 = عد إلى الجهاز: سيتابع { $app } من تلقاء نفسه بعد لحظة. يمكنك إغلاق هذه الصفحة.
Go-on = متابعة
Go-on-to-place = متابعة إلى { $place }
Goes-with-the-grant-type-Code = يتبع نوع المنح: Code.
Good-hard-to-guess = جيدة: يصعب تخمينها.
Google = Google
Grant = إذن
Grant-Type = نوع المنح
Granted = ممنوح
Grants = الأذونات
Groups = المجموعات
Guide = الدليل
has-an-account = لديه حساب
header-is-not-the-name-of-a-header-for-a-token = ‏{ $header } ليس اسم ترويسة لرمز مميز.
Headers = الترويسات
Hello-name = مرحبًا، { $name }
Help = مساعدة
Help-contact = للمساعدة: { $contact }
History = السجل الزمني
Home = الرئيسية
Host = المضيف
host-answered-with-more-than-limit-KiB = ردّ { $host } بأكثر من { $limit } كيبيبايت
host-answered-with-what = ردّ { $host } بما يلي: { $what }
host-broke-the-connection-off-or-answered-nonsense-cause = قطع { $host } الاتصال أو ردّ بما لا معنى له: { $cause }
host-cannot-be-reached-cause = لا يمكن الوصول إلى { $host }: { $cause }
host-did-not-answer-within-seconds-seconds = { $seconds ->
    [zero] لم يرد { $host } فورًا
    [one] لم يرد { $host } خلال ثانية واحدة
    [two] لم يرد { $host } خلال ثانيتين
    [few] لم يرد { $host } خلال { $seconds } ثوانٍ
    [many] لم يرد { $host } خلال { $seconds } ثانية
   *[other] لم يرد { $host } خلال { $seconds } ثانية
}
host-is-a-private-local-or-reserved-address-it-is-not-c-f1e954ca = ‏{ $host } عنوان خاص أو محلي أو محجوز: لا يُستدعى إلا إذا سمح به المشغّل في FRONTDESK_OUTBOUND_ALLOW
host-is-at-other-already = ‏{ $host } مستخدَم بالفعل لدى { $other }.
host-packed-its-answer-packing-although-it-was-not-asked-to = ضغط { $host } رده ({ $packing }) مع أنه لم يُطلب منه ذلك
Hosts = المضيفات
Hosts-of-Metadata-Documents = مضيفو مستندات البيانات الوصفية
hours = ساعة
How-ID-tokens-are-signed-Every-client-library-understands-RS256 = كيفية توقيع رموز الهوية. كل مكتبات العملاء تفهم RS256.
How-it-came-here-if-nobody-recorded-it-Dynamic-registra-2ab8aa57 = كيف وصل إلى هنا، إذا لم يسجّله أحد: بالتسجيل الديناميكي، أو بمستند البيانات الوصفية الموجود على عنوانه.
How-long-a-used-refresh-token-is-answered-with-the-same-7d62c684 = المدة التي يُجاب فيها رمز تحديث مستخدَم بالرمز البديل نفسه مرة أخرى: لردٍّ ضاع في الطريق، ولعدة عمليات تعمل معًا. إذا تُرك فارغًا: 30، أو 10 للعميل العام. 0: أبدًا؛ وعندئذٍ من يكرر رمزًا يسجّل الدخول من جديد.
How-long-people-stay-signed-in-A-role-can-ask-for-less = المدة التي يبقى فيها الأشخاص مسجَّلي الدخول. يمكن أن يطلب الدور مدة أقل.
How-many-apps-that-nobody-has-signed-in-to-are-kept-at-a-time = عدد التطبيقات التي لم يسجّل أحد الدخول إليها ويُحتفظ بها في وقت واحد.
How-many-guesses-it-withstands-zxcvbn-Fair-a-million-St-e9dfa486 = عدد محاولات التخمين التي تصمد أمامها (zxcvbn): متوسطة مليون، قوية مئة مليون، قوية جدًا عشرة مليارات. يمكن أن يطلب الدور أكثر.
How-strongly-people-prove-who-they-are-before-they-are--c7857b79 = مدى قوة إثبات الأشخاص لهويتهم قبل تسجيل دخولهم إلى هذا التطبيق. عاملان: كلمة مرور ورمز، أو مفتاح مرور. مفتاح مرور: هو وحده، لأنه لا يمكن تسليمه إلى موقع مزيّف. من ليس لديه بعد يُوجَّه إلى إعداده.
How-the-app-proves-who-it-is-when-it-fetches-tokens-Bas-48c4ee7b = كيف يثبت التطبيق هويته عندما يجلب الرموز المميزة. Basic أو Post: يرسل سره في ترويسة أو في النموذج كما يشاء. JWT: يوقّع إفادة بسره أو بمفتاح خاص به. None: عميل عام (تطبيق جوال أو متصفح) ليس له سر وعليه استخدام PKCE.
How-the-application-is-told-who-came-Remote_User-with-R-d9a32173 = كيف يُبلَّغ التطبيق بمن أتى. Remote-User: مع Remote-Email وRemote-Name وRemote-Groups، كما تقرؤها معظم التطبيقات. X-Forwarded-User: مع X-Forwarded-Email وX-Forwarded-Preferred-Username وX-Forwarded-Groups.
How-the-other-side-wants-scopes-separated-Most-take-a-space = كيف يريد الطرف الآخر الفصل بين النطاقات. معظم الجهات تستخدم مسافة.
How-the-token-begins = بداية الرمز المميز.
How-the-user-proved-who-they-are-by-the-names-of-RFC-81-6a0ab19a = كيف أثبت المستخدم هويته، بأسماء RFC 8176: ‏pwd كلمة مرور، وotp رمز، وhwk أو swk مفتاح مرور، وmfa عاملان.
How-this-site-proves-who-it-is-Private-Key-JWT-signed-w-e9fad0d0 = كيف يثبت هذا الموقع هويته. Private Key JWT: توقيع بمفتاح RS256 لهذا الموقع، ويجده الطرف الآخر هنا على ⁦/oauth2/jwks⁩.
How-this-site-signs-people-in-to-apps = كيف يسجّل هذا الموقع دخول الأشخاص إلى التطبيقات.
How-to-do-things-here-and-how-they-work = كيفية إنجاز الأمور هنا، وكيف تعمل.
How-you-sign-in-was-changed = تغيّرت طريقة تسجيل دخولك
However-much-they-do-0-as-the-server-was-started-FRONTD-a647863c = مهما كان نشاطهم. 0: كما حُدّد عند تشغيل الخادم (FRONTDESK_SESSION_MAX_LIFETIME)، ثلاثون يومًا إذا لم يُحدَّد شيء.
However-much-they-do-0-as-the-site = مهما كان نشاطهم. 0: مثل الموقع.
However-much-you-may-do-the-key-does-only-this-all-is-everything = مهما كان المسموح لك، لا يفعل المفتاح إلا هذا. ‏all تعني كل شيء.
HTTP = HTTP
http-is-good-for-development-on-one-machine-only-Take-i-2eeacd02 = ‏{ $http } يصلح للتطوير على جهاز واحد فقط. أزله قبل أن يسجّل أشخاص حقيقيون الدخول.
I-have-copied-it = لقد نسخته
I-have-kept-them = لقد حفظتها
Icon = الأيقونة
id-email-of-provider = ‏{ $id } ({ $email }) لدى { $provider }
id-is-a-public-client-it-cannot-prove-who-it-is = { $id } عميل عام: لا يستطيع إثبات هويته.
id-no-email-of-provider = ‏{ $id } (دون بريد إلكتروني) لدى { $provider }
id-token-hint-is-not-an-ID-token-of-this-site = قيمة id_token_hint ليست رمز هوية من هذا الموقع.
ID-Token-Signing-Algorithm = خوارزمية توقيع رمز الهوية
ID-tokens-are-not-verified-for-this-site-does-not-know--42a6651e = لا يُتحقَّق من رموز الهوية لأن هذا الموقع لا يعرف مفاتيح المزوّد: «جلب تكوين OpenID» من «الإجراءات» يملؤها. وحتى ذلك الحين يُعرَف الأشخاص بما تقوله نقطة نهاية API.
ID-tokens-are-signed-with-these-Apps-fetch-the-public-p-bae53d0b = تُوقَّع رموز الهوية بهذه المفاتيح. تجلب التطبيقات الأجزاء العامة من { $address }.
ID-Tokens-by-HS256 = رموز الهوية بـ HS256
ID-tokens-of-provider-are-not-verified = لا يُتحقَّق من رموز الهوية الواردة من { $provider }
If-not-press-the-button-it-signs-you-out-everywhere-and-4aac5208 = وإلا فاضغط الزر: يُسجَّل خروجك من كل مكان، ويمكنك تعيين كلمة مرور جديدة.
If-that-was-not-you-there-is-nothing-to-do-your-passwor-e6ae5f70 = إذا لم تكن أنت من طلب ذلك، فلا حاجة إلى فعل شيء: تبقى كلمة مرورك كما هي.
If-that-was-you-there-is-nothing-to-do = إذا كنت أنت من فعل ذلك، فلا يلزمك شيء.
If-that-was-you-there-is-nothing-to-do-If-not-press-the-919b7c93 = إذا كنت أنت من فعل ذلك، فلا حاجة إلى فعل شيء. وإلا فاضغط الزر خلال سبعة أيام: تستعيد هذا البريد الإلكتروني، ويُسجَّل خروجك من كل مكان.
If-there-is-an-account-for-email-a-code-is-on-its-way-t-bdbb6993 = إذا كان هناك حساب للعنوان { $email }، فالرمز في طريقه إليه. ويعمل لمدة عشر دقائق، في هذا المتصفح.
If-there-is-an-account-for-email-a-link-is-on-its-way-t-eeaead13 = إذا كان هناك حساب للعنوان { $email }، فالرابط في طريقه إليه. ويعمل لمدة ساعة.
If-they-are-away-or-forget-their-password-nobody-can-he-4157622a = إذا غاب أو نسي كلمة المرور فلن يستطيع أحد مساعدة الآخرين. اجعل شخصًا ثانيًا System Manager.
If-you-ask-for-help-give-this-reference-reference = إذا طلبت المساعدة فاذكر هذا الرقم المرجعي: { $reference }
Implicit = Implicit
Import = استيراد
In-a-container-logs-Or-make-the-first-administrator-with-command = في حاوية: { $logs }. أو أنشئ المسؤول الأول بالأمر { $command }.
In-days-From-when-on-the-check_up-speaks-up = بالأيام. متى يبدأ الفحص بالتنبيه.
In-days-What-is-older-is-removed = بالأيام. ما هو أقدم من ذلك يُزال.
In-Frappe-s-words = بمصطلحات Frappe
In-the-admin-interface-open-the-application-its-slug-is-e1ea2f20 = افتح التطبيق في واجهة الإدارة: يظهر اسمه المختصر (slug) تحت الاسم.
In-the-Microsoft-Entra-admin-center-open-Overview-it-is-95249432 = في مركز إدارة Microsoft Entra، افتح «نظرة عامة» (Overview): يظهر هناك باسم Tenant ID. لا تستخدم common أو organizations أو consumers.
In-the-Microsoft-Entra-admin-center-open-Overview-it-is-d6de4b32 = في مركز إدارة Microsoft Entra، افتح «نظرة عامة» (Overview): يظهر هناك باسم Tenant ID. لا تستخدم common أبدًا: وإلا أمكن لمستخدمي أي دليل تسجيل الدخول.
Initiate-Login-URI = URI بدء تسجيل الدخول
Introspection-URI = URI الاستعلام عن الرمز
Invalid = غير صالح
invalid-client-the-client-secret-is-wrong-or-no-longer-valid = ‏invalid_client: سر العميل غير صحيح أو لم يعد صالحًا.
Invalid-Request = طلب غير صالح
Invalid-token-state-Check-if-the-token-has-been-created-51965b96 = حالة الرمز المميز غير صالحة! تحقق من أن مستخدم OAuth هو من أنشأ الرمز. الموافقة صالحة لعشر دقائق ولمرة واحدة، في المتصفح الذي بدأت فيه وللشخص الذي بدأها.
Invitation = دعوة
Invite = إرسال دعوة
Invite-more = دعوة المزيد
Invite-people = دعوة أشخاص
invited = تمت الدعوة
IP-Address = عنوان IP
is = يساوي
Is-Custom = مخصص
is-not = لا يساوي
is-set-not-set = معيّن / غير معيّن
Is-Standard = قياسي
is-takes-set-or-not-set = ‏is يأخذ "set" أو "not set".
Issued = أُصدر
Issuer = جهة الإصدار
it-answered-with-answer = جاء الرد بما يلي: { $answer }
It-asked-for-scopes-People-sign-in-without-it-what-the--f5b3d256 = طلب { $scopes }. يسجّل الأشخاص الدخول دون ذلك؛ وقد ينقص هناك ما أراده التطبيق من أجله.
It-asks-address-about-each-request-and-is-named-in-vari-ef5e0108 = يستعلم الوكيل من { $address } عن كل طلب، ويكون مذكورًا في { $variable }. تعرض هذه الأوامر الأسطر:
It-asks-to-be-left-alone-for-seconds-seconds = { $seconds ->
    [zero] تطلب الخدمة عدم الاتصال بها لحظات.
    [one] تطلب الخدمة عدم الاتصال بها لثانية واحدة.
    [two] تطلب الخدمة عدم الاتصال بها لثانيتين.
    [few] تطلب الخدمة عدم الاتصال بها لمدة { $seconds } ثوانٍ.
    [many] تطلب الخدمة عدم الاتصال بها لمدة { $seconds } ثانية.
   *[other] تطلب الخدمة عدم الاتصال بها لمدة { $seconds } ثانية.
}
it-contains-bad-write-it-in-percent_encoding = يحتوي على { $bad }: اكتبه بترميز النسبة المئوية (percent-encoding)
it-does-not-belong-to-the-access-token-beside-it-at-hash = لا ينتمي إلى رمز الوصول المرافق له (at_hash)
it-does-not-say-when-it-was-made-and-when-it-ends = لا يبيّن متى أُنشئ ومتى ينتهي
it-does-not-say-who-it-is-of-sub = لا يبيّن من هو صاحبه (sub)
it-does-not-speak-https-at-this-port-is-it-an-http-address = لا يستخدم https على هذا المنفذ: هل هو عنوان ⁦http://⁩؟
It-gets-nothing-You-can-close-this-page = لن يحصل على شيء. يمكنك إغلاق هذه الصفحة.
it-has-a-comma-separate-addresses-by-spaces-or-new-lines = فيه فاصلة: افصل بين العناوين بمسافات أو أسطر جديدة
it-has-a-fragment = فيه جزء بعد العلامة # ‏(⁦#…⁩)
it-has-a-fragment-redirect-URIs-must-not-have-one = فيه جزء بعد العلامة # ‏(⁦#…⁩): لا يجوز ذلك في عناوين URI لإعادة التوجيه
it-has-a-query = فيه استعلام (⁦?…⁩)
it-has-a-wildcard-list-each-address-in-full = فيه حرف بدل (*): اكتب كل عنوان كاملًا
it-has-critical-headers-that-are-not-understood = فيه ترويسات حرجة غير مفهومة
it-has-expired-is-a-clock-wrong = انتهت صلاحيته؛ هل هناك ساعة غير مضبوطة؟
it-has-the-scheme-scheme-which-any-app-could-claim-an-a-0e747736 = مخططه ⁦{ $scheme }:⁩، ويمكن لأي تطبيق ادّعاؤه: المخطط الخاص بالتطبيق هو اسم مجاله معكوسًا، مثل ⁦com.example.app:⁩
it-has-the-scheme-scheme-which-does-not-lead-back-to-an-app = مخططه ⁦{ $scheme }:⁩، وهو لا يعيد إلى تطبيق
It-has-the-scope-all-with-which-a-lost-token-is-as-good-bd0d3607 = لديه النطاق all، ومعه يستطيع من يجد رمزًا مميزًا ضائعًا فعل كل ما يستطيعه مستخدمه. ما استخدمه فعليًا: { $exercised }. اسحب النطاق all.
It-is-asked-for = المطلوب:
It-is-being-asked-for = يجري طلبها الآن.
it-is-no-JSON-object-but-answer = ليس كائن JSON بل { $answer }
it-is-no-JSON-object-error = ليس كائن JSON: { $error }
it-is-no-signed-JWT = ليس JWT موقّعًا
it-is-not-an-absolute-address-it-starts-with-https-as-a-rule = ليس عنوانًا مطلقًا: يبدأ عادةً بـ ⁦https://⁩
it-is-not-an-address-error = ليس عنوانًا: { $error }
it-is-not-good-yet-is-a-clock-wrong = لم يصبح صالحًا بعد؛ هل هناك ساعة غير مضبوطة؟
it-is-of-other-not-of-issuer = هو من { $other } وليس من { $issuer }
It-is-sent-again-within-seconds = تُعاد عملية الإرسال خلال ثوانٍ.
it-is-signed-by-alg = هو موقّع بـ { $alg }
it-is-signed-by-alg-and-must-be-by-HS256 = هو موقّع بـ { $alg }، ويجب أن يكون موقّعًا بـ HS256
it-is-signed-by-alg-RS256-PS256-ES256-and-EdDSA-are-understood = هو موقّع بـ { $alg }؛ وما يُفهم هو RS256 وPS256 وES256 وEdDSA
it-lacks-after-scheme = تنقصه ⁦//⁩ بعد ⁦{ $scheme }:⁩
it-names-a-key-that-the-provider-does-not-publish = يذكر مفتاحًا لا ينشره المزوّد
it-names-a-user-before-the-host-leave-that-out = يذكر مستخدمًا قبل المضيف (⁦…@⁩): احذفه
it-names-no-host = لا يذكر أي مضيف
it-names-no-issuer = لا يذكر أي جهة إصدار
it-names-no-name = لا يذكر { $name }
it-names-the-host-host-which-no-host-is-called = يذكر المضيف { $host }، ولا يمكن أن يكون هذا اسم مضيف
It-recorded-itself-and-nobody-has-approved-it-yet = سجّل نفسه، ولم يعتمده أحد بعد.
it-says-that-it-is-of-issuer-but-was-fetched-from-expected = يذكر أن جهة إصداره { $issuer }، لكنه جُلب من { $expected }
It-took-too-long = استغرق الأمر وقتًا طويلًا.
it-uses-http-on-host-only-https-is-safe-there-http-is-f-a5c4002c = يستخدم http على { $host }: لا أمان هناك إلا مع https (‏http مخصص لـ localhost و127.0.0.1 و⁦[::1]⁩)
it-was-made-for-another-client = أُنشئ لعميل آخر
It-was-me = كنت أنا
It-was-not-begun-in-this-browser-took-longer-than-ten-m-258d57d3 = لم تبدأ العملية في هذا المتصفح، أو استغرقت أكثر من عشر دقائق، أو استُخدمت من قبل. ابدأها من جديد.
it-was-not-made-just-now-is-a-clock-wrong = لم يُنشأ للتو؛ هل هناك ساعة غير مضبوطة؟
It-was-not-me = لم أكن أنا
It-was-not-used-for-days-days-A-key-that-nobody-needs-i-a0aa2bae = { $days ->
    [zero] لم يُستخدم مؤخرًا. المفتاح الذي لا يحتاج إليه أحد قد يعثر عليه أحد.
    [one] لم يُستخدم منذ يوم واحد. المفتاح الذي لا يحتاج إليه أحد قد يعثر عليه أحد.
    [two] لم يُستخدم منذ يومين. المفتاح الذي لا يحتاج إليه أحد قد يعثر عليه أحد.
    [few] لم يُستخدم منذ { $days } أيام. المفتاح الذي لا يحتاج إليه أحد قد يعثر عليه أحد.
    [many] لم يُستخدم منذ { $days } يومًا. المفتاح الذي لا يحتاج إليه أحد قد يعثر عليه أحد.
   *[other] لم يُستخدم منذ { $days } يوم. المفتاح الذي لا يحتاج إليه أحد قد يعثر عليه أحد.
}
It-works-every-step-went-as-it-should = إنه يعمل: تمت كل الخطوات كما ينبغي.
It-works-once-for-ten-minutes-in-the-browser-that-asked-for-it = يعمل مرة واحدة، ولمدة عشر دقائق، في المتصفح الذي طُلب منه.
it-writes-the-host-in-an-unusual-way-write-host = يكتب المضيف بطريقة غير معتادة: اكتب { $host }
Its-address-is-base-url-Passwords-and-tokens-travel-in--44621e28 = عنوانه هو { $base_url }. تنتقل كلمات المرور والرموز المميزة دون تشفير، إلا على هذا الجهاز. زوّده بشهادة (⁦FRONTDESK_ACME, FRONTDESK_TLS_CERT⁩) أو ضع وكيل TLS أمامه، وعيّن FRONTDESK_BASE_URL إلى عنوان https.
Its-count-tokens-stop-working-at-once-The-app-can-ask-again = { $count ->
    [zero] ليس له رموز مميزة سارية. يمكن للتطبيق أن يطلب من جديد.
    [one] يتوقف رمزه المميز عن العمل فورًا. يمكن للتطبيق أن يطلب من جديد.
    [two] يتوقف رمزاه المميزان عن العمل فورًا. يمكن للتطبيق أن يطلب من جديد.
    [few] تتوقف رموزه المميزة ({ $count }) عن العمل فورًا. يمكن للتطبيق أن يطلب من جديد.
    [many] تتوقف رموزه المميزة ({ $count }) عن العمل فورًا. يمكن للتطبيق أن يطلب من جديد.
   *[other] تتوقف رموزه المميزة ({ $count }) عن العمل فورًا. يمكن للتطبيق أن يطلب من جديد.
}
Its-documentation = وثائقه
Its-Emails-Are-Verified = عناوين بريده مؤكَّدة
Its-host-name-mail-example-com-Empty-this-site-sends-no-6bee77b2 = اسم مضيفه: mail.example.com. إذا تُرك فارغًا: لا يرسل هذا الموقع أي رسائل بريد، ويعرض بدلًا من ذلك روابط لتسليمها.
its-issuer-is-issuer-put-your-own-tenant-into-the-addre-7720a83e = جهة إصداره { $issuer }: ضع المستأجر (tenant) الخاص بك في العنوان بدلًا من common أو organizations
its-issuer-was-pinned-and-is-now-issuer-If-that-is-righ-f4b59c0b = كانت جهة إصداره المثبّتة { $pinned } وهي الآن { $issuer }. إذا كان ذلك صحيحًا، فأفرغ الحقل «جهة الإصدار» واحفظ، ثم اجلبه من جديد
its-nonce-is-not-the-one-of-this-sign_in = قيمة nonce فيه ليست الخاصة بتسجيل الدخول هذا
Its-redirect-URI-is-filled-in-after-saving-you-get-what-731ad0ac = يُملأ URI إعادة التوجيه الخاص به؛ وبعد الحفظ تحصل على ما تُدخله هناك خطوة بخطوة. أو املأ النموذج بنفسك.
Its-Redirect-URI-was-made-under-another-base-URL-Regist-d22c511f = أُنشئ URI إعادة التوجيه الخاص به تحت عنوان URL أساسي آخر. سجّل الحالي لدى الطرف الآخر، ثم اختر «استخدام العنوان الحالي لهذا الموقع» من «الإجراءات» في التطبيق المتصل.
Its-secrets-and-tokens-go-with-it-count-sign_ins-end-an-5675a2df = { $count ->
    [zero] تُحذف معه أسراره ورموزه المميزة: لا تنتهي أي عملية تسجيل دخول، ولا يعود بإمكان التطبيق تسجيل دخول أحد.
    [one] تُحذف معه أسراره ورموزه المميزة: تنتهي عملية تسجيل دخول واحدة، ولا يعود بإمكان التطبيق تسجيل دخول أحد.
    [two] تُحذف معه أسراره ورموزه المميزة: تنتهي عمليتا تسجيل دخول، ولا يعود بإمكان التطبيق تسجيل دخول أحد.
    [few] تُحذف معه أسراره ورموزه المميزة: تنتهي { $count } عمليات تسجيل دخول، ولا يعود بإمكان التطبيق تسجيل دخول أحد.
    [many] تُحذف معه أسراره ورموزه المميزة: تنتهي { $count } عملية تسجيل دخول، ولا يعود بإمكان التطبيق تسجيل دخول أحد.
   *[other] تُحذف معه أسراره ورموزه المميزة: تنتهي { $count } عملية تسجيل دخول، ولا يعود بإمكان التطبيق تسجيل دخول أحد.
}
its-signature-is-not-made-with-a-key-that-the-provider-publishes = لم يُنشأ توقيعه بمفتاح ينشره المزوّد
its-signature-is-not-made-with-the-client-secret = لم يُنشأ توقيعه بسر العميل
its-signature-is-not-made-with-the-right-key = لم يُنشأ توقيعه بالمفتاح الصحيح
Its-tokens = رموزه المميزة
Its-tokens-are-worth-nothing-to-a-thief-each-request-pr-191a7bce = لا قيمة لرموزه المميزة لدى السارق: كل طلب يثبت أن لديه مفتاح التطبيق (RFC 9449). دون هذا يحصل التطبيق الذي يرسل إثباتات على رموز كهذه، ويحصل الذي لا يرسلها على رموز أخرى.
JSON-sent-along-to-the-API-endpoint = JSON يُرسل عند انتقال الأشخاص إلى المزوّد، مثل ⁦{"{"}"response_type": "code", "scope": "openid email profile"{"}"}⁩
JSON-sent-along-when-people-go-to-the-provider-such-as--dfd9bfb9 = JSON يُرسل عند انتقال الأشخاص إلى المزوّد، مثل ⁦{"{"}"response_type": "code", "scope": "openid email profile"{"}"}⁩
JWKS-URI = URI الخاص بـ JWKS
JWT = JWT
Keep-it = الاحتفاظ به
Keep-it-on-off-only-for-a-provider-that-refuses-sign_ins-with-it = أبقه مفعّلًا؛ ولا تعطّله إلا لمزوّد يرفض عمليات تسجيل الدخول به.
Keep-it-on-off-only-for-a-service-that-refuses-sign_ins-with-it = أبقه مفعّلًا؛ ولا تعطّله إلا لخدمة ترفض عمليات تسجيل الدخول به.
Keep-them = الاحتفاظ بها
Kept-for = مدة الحفظ
Kept-sealed-and-never-shown-again-It-is-forgotten-when--54fc3b64 = يُحفظ مشفّرًا ولا يُعرض مرة أخرى أبدًا. ويُنسى عندما تنتقل العناوين إلى مضيف آخر.
Kept-sealed-and-never-shown-again-It-is-forgotten-when--fd955955 = يُحفظ مشفّرًا ولا يُعرض مرة أخرى أبدًا. ويُنسى عندما ينتقل أحد عناوين التطبيق إلى مضيف آخر.
kept-sealed-empty-keeps-it = محفوظ مشفّرًا؛ إذا تُرك فارغًا يبقى كما هو
Kept-sealed-It-is-forgotten-when-another-server-is-entered = تُحفظ مشفّرة. وتُنسى عند إدخال خادم آخر.
kept-sealed-never-shown = محفوظ مشفّرًا، لا يُعرض أبدًا
Key = المفتاح
key = مفتاح
Key-ID = معرّف المفتاح
key-is-sent-by-this-site-itself-leave-it-out = يرسل هذا الموقع { $key } بنفسه: احذفه.
Key-number-cannot-be-used-why = لا يمكن استخدام المفتاح رقم { $number }: { $why }.
Keycloak = Keycloak
Keycloak-host = مضيف Keycloak
Keys-of-programs-that-call-the-API-as-a-user-Make-one-w-00553aa3 = مفاتيح البرامج التي تستدعي API باسم مستخدم. أنشئ مفتاحًا عبر «مفتاح API جديد» من «الإجراءات» لدى المستخدم، أو مفتاحك أنت في «حسابي»؛ يظهر سره مرة واحدة.
Kind = النوع
Label = التسمية
label-cannot-be-set-from-outside = لا يمكن تعيين «{ $label }» من الخارج.
label-does-not-fit-this-record-as-it-is = لا يناسب «{ $label }» هذا السجل في حالته الحالية.
label-has-has-kB-at-most-most-kB-for-every-page-shows-i-dc0f687f = حجم «{ $label }» { $has } كيلوبايت؛ والحد الأقصى { $most } كيلوبايت، لأن كل صفحة تعرضه. صغّره: 256 بكسل تكفي وتزيد.
label-has-invisible-characters-that-turn-text-around-or-f2f2eb55 = في «{ $label }» أحرف غير مرئية تقلب اتجاه النص أو تخفيه (مثل ⁦U+202E⁩): احذفها.
label-has-no-name-known = لا توجد في «{ $label }» القيمة { $name }. المتاح: { $known }.
label-holds-at-most-most = { $most ->
    [one] يحتوي «{ $label }» على عنصر واحد كحد أقصى.
    [two] يحتوي «{ $label }» على عنصرين كحد أقصى.
    [few] يحتوي «{ $label }» على { $most } عناصر كحد أقصى.
    [many] يحتوي «{ $label }» على { $most } عنصرًا كحد أقصى.
   *[other] يحتوي «{ $label }» على { $most } عنصر كحد أقصى.
}
label-holds-something-that-is-not-a-name = يحتوي «{ $label }» على ما ليس اسمًا.
label-is-1-or-0 = قيمة «{ $label }» هي 1 أو 0.
label-is-a-date-and-time-such-as-2026_11_21T14-30 = قيمة «{ $label }» تاريخ ووقت، مثل ⁦2026-11-21T14:30⁩.
label-is-a-language-by-its-tag-such-as-en-or-pt_BR = قيمة «{ $label }» لغة برمزها، مثل en أو pt-BR.
label-is-a-list = قيمة «{ $label }» قائمة.
label-is-a-list-of-rows-with-columns = قيمة «{ $label }» قائمة صفوف فيها { $columns }.
label-is-a-picture-PNG-JPEG-WebP-SVG-or-ICO-over-REST-a-8ecdb039 = قيمة «{ $label }» صورة: PNG أو JPEG أو WebP أو SVG أو ICO، وعبر REST بصيغة ⁦data:image/png;base64,…⁩
label-is-a-whole-number-from-min-to-max-unit = قيمة «{ $label }» عدد صحيح من { $min } إلى { $max } ({ $unit }).
label-is-longer-than-most-characters = { $most ->
    [one] قيمة «{ $label }» أطول من حرف واحد.
    [two] قيمة «{ $label }» أطول من حرفين.
    [few] قيمة «{ $label }» أطول من { $most } أحرف.
    [many] قيمة «{ $label }» أطول من { $most } حرفًا.
   *[other] قيمة «{ $label }» أطول من { $most } حرف.
}
label-is-needed = الحقل «{ $label }» مطلوب.
label-is-not-a-list = قيمة «{ $label }» ليست قائمة.
label-is-not-an-object = قيمة «{ $label }» ليست كائنًا.
label-is-one-line-of-text = قيمة «{ $label }» سطر واحد من النص.
label-is-one-of-options = قيمة «{ $label }» واحدة مما يلي: { $options }.
label-line-is-not-columns = ‏{ $label }: ‏{ $line } ليس بالصيغة { $columns }.
label-takes-no-name = لا يقبل «{ $label }» المعامل { $name }.
Landing-Page = صفحة البداية
Language = اللغة
Last = الأخيرة
Last-Active = آخر نشاط
Last-changed = آخر تغيير
Last-changed-by-user-moment = آخر تغيير بواسطة { $user }، { $moment }
Last-Login = آخر تسجيل دخول
Last-Name = اسم العائلة
Last-Refreshed = آخر تحديث
Last-Seen = آخر ظهور
last-seen-moment-from-address = آخر ظهور { $moment } من { $address }
Last-Token-Expires = انتهاء آخر رمز مميز
Last-Used = آخر استخدام
Last-used = آخر استخدام
Leave-it-as-it-is = ترك الأمر كما هو
Leave-without-saving-What-you-changed-on-this-page-is-lost = هل تريد المغادرة دون حفظ؟ ستفقد ما غيّرته في هذه الصفحة.
Let-the-client-ask-for-these-scopes = السماح للعميل بطلب هذه النطاقات
Light = فاتح
Limit = التقييد
Limits-a-user-to-some-records-of-the-type-that-is-named-8182a675 = يقيّد المستخدم ببعض السجلات: لا يرى من النوع المذكور إلا هذه، ومن الأنواع الأخرى إلا ما ينتمي إليها.
Line-number-why = السطر { $number }: { $why }
Link = ربط
Link-an-account = ربط حساب
Link-an-account-of-provider = ربط حساب لدى { $provider }
Link-for-people = رابط للأشخاص
Linked-begin-last-used-last = مرتبط منذ { $begin }، آخر استخدام { $last }
linked-people-sign-in-with-it-at-another-provider-their-e6fb2009 = { $linked ->
    [zero] لا أحد يسجّل الدخول به.
    [one] يسجّل شخص واحد الدخول به: لدى مزوّد آخر يعود معرّفه إلى شخص آخر. أنشئ مفتاحًا جديدًا، أو فك ربطه أولًا.
    [two] يسجّل شخصان الدخول به: لدى مزوّد آخر يعود معرّفاهما إلى غيرهما. أنشئ مفتاحًا جديدًا، أو فك ربطهما أولًا.
    [few] يسجّل { $linked } أشخاص الدخول به: لدى مزوّد آخر تعود معرّفاتهم إلى غيرهم. أنشئ مفتاحًا جديدًا، أو فك ربطهم أولًا.
    [many] يسجّل { $linked } شخصًا الدخول به: لدى مزوّد آخر تعود معرّفاتهم إلى غيرهم. أنشئ مفتاحًا جديدًا، أو فك ربطهم أولًا.
   *[other] يسجّل { $linked } شخص الدخول به: لدى مزوّد آخر تعود معرّفاتهم إلى غيرهم. أنشئ مفتاحًا جديدًا، أو فك ربطهم أولًا.
}
list-has-a-comma-separate-scopes-by-spaces = في { $list } فاصلة: افصل بين النطاقات بمسافات.
Lists-are-separated-by-spaces-new-lines-or = تُفصل عناصر القوائم بمسافات أو أسطر جديدة أو بالعلامة ;
Location = الموقع الجغرافي
Login = تسجيل الدخول
login-example-com-or-Tea-House-login-example-com-The-se-1a368b52 = ‏login@example.com، أو ⁦Tea House <login@example.com>⁩. يجب أن يسمح لنا الخادم بالإرسال من هذا العنوان.
login-salesforce-com-or-better-your-My-Domain-shown-in--3b0b7627 = ‏login.salesforce.com، أو الأفضل My Domain الخاص بك، ويظهر في «Setup» ضمن «My Domain»؛ أو test.salesforce.com لبيئة sandbox.
Login-with-username-and-password-is-not-allowed-Sign-in-ac18ca9e = لا يُسمح بتسجيل الدخول باسم المستخدم وكلمة المرور. سجّل الدخول بإحدى الطرق الأخرى.
Logo = الشعار
Logo-URI = URI الشعار
Logout = تسجيل الخروج
Look-at-it = عرض التفاصيل
Look-into-your-mail = تحقّق من بريدك
Looks-at-everything-and-changes-nothing = يطّلع على كل شيء ولا يغيّر شيئًا.
Lower-ones-come-first = الأصغر يأتي أولًا.
m-0-as-the-server-was-started-FRONTDESK-SESSION-LIFETIM-741e3ad3 = 0: كما حُدّد عند بدء تشغيل الخادم (FRONTDESK_SESSION_LIFETIME)، وسبعة أيام إذا لم يُحدَّد شيء. ولا تزيد على ذلك أبدًا.
m-0-as-the-site = 0: مثل الموقع.
m-0-makes-none-They-lie-in-the-folder-backups-of-the-da-32d9a4b2 = القيمة 0 تعني عدم إنشاء أي نسخة. توجد النسخ في المجلد backups داخل مجلد البيانات، أو حيث يحدّد FRONTDESK_BACKUPS: انقلها إلى جهاز آخر أيضًا.
m-1-The-app-sends-the-browser-to-authorize = 1. التطبيق يوجّه المتصفح إلى authorize
m-2-The-browser-comes-back = 2. المتصفح يعود
m-3-The-app-exchanges-the-code-for-tokens = 3. التطبيق يستبدل رمز التفويض برموز مميزة
m-4-The-app-reads-the-ID-token = 4. التطبيق يقرأ رمز الهوية
m-5-The-app-asks-userinfo = 5. التطبيق يستعلم من userinfo
m-587-for-STARTTLS-465-for-TLS-25-on-this-machine = ‏587 مع STARTTLS، و465 مع TLS، و25 على هذا الجهاز.
Made = تاريخ الإنشاء
Made-begin-last-used-last-works-until-end = تاريخ الإنشاء: { $begin }، آخر استخدام: { $last }، يعمل حتى { $end }
Made-by-Make-webhook-secret-under-Actions-shown-once = يُنشأ عبر «إنشاء سر Webhook» من «الإجراءات»؛ يظهر مرة واحدة.
Made-by-themselves-beside-the-running-site-with-its-key-c2d82407 = تُنشأ تلقائيًا أثناء عمل الموقع، ومعها مفتاحه: من لديه نسخة لديه الموقع.
Made-by-us-when-the-client-is-saved = ننشئه عند حفظ العميل.
Made-here-not-built-in = أُنشئ هنا، وليس مدمجًا في البرنامج.
Mail = بريد
mail = بريد
Mail-Password = كلمة مرور البريد
Mail-Server = خادم البريد
Main-server = الخادم الرئيسي
Make-a-key = إنشاء مفتاح
Make-a-new-secret = إنشاء سر جديد
Make-a-passkey = إنشاء مفتاح مرور
Make-a-sign_in-link = إنشاء رابط تسجيل دخول
Make-it = إنشاء
Make-new-ones = إنشاء رموز جديدة
Make-the-first-one = إنشاء أول سجل
Make-webhook-secret = إنشاء سر Webhook
Makes-a-new-secret-The-old-one-works-until-the-time-you-4b8cf29b = ينشئ سرًا جديدًا. يعمل القديم حتى الوقت الذي تختاره، ليتسنى تحويل التطبيق إلى الجديد.
Makes-and-changes-the-accounts-of-people-who-have-no-mo-c7c15de6 = ينشئ حسابات الأشخاص الذين لا تزيد صلاحياتهم على صلاحيات هذا الدور ويغيّرها.
Makes-the-Redirect-URI-anew-from-the-present-base-URL-R-1a5d8b8c = ينشئ URI إعادة التوجيه من جديد من عنوان URL الأساسي الحالي. سجّل الجديد لدى الطرف الآخر أولًا: حتى ذلك الحين لا يستطيع أحد التوصيل.
May = يمكنه
May-ask-about-every-token-not-only-its-own-for-an-API-t-5748ff33 = يمكنه الاستعلام عن كل رمز مميز، لا عن رموزه فقط: لواجهة API تخدم عدة تطبيقات.
May-do-everything-here-settings-people-apps-Give-it-to-few = يمكنه فعل كل شيء هنا: الإعدادات والأشخاص والتطبيقات. امنحه لقلّة فقط.
May-Exchange-Tokens-For-It = يمكنهم تبديل الرموز برموز له
May-Read = يمكنه القراءة
May-Write = يمكنه الكتابة
Menu = القائمة
Method = الطريقة
method-is-not-passed-on = لا تُمرَّر طلبات { $method }.
Methods = الطرق
Middle-Name = الاسم الأوسط
minutes = دقيقة
Missing-claims-claims = مطالبات ناقصة: { $claims }.
Mobile-No = رقم الجوال
More = المزيد…
Most-apps-need-the-issuer-the-client-ID-and-the-client--0f460d5a = معظم التطبيقات تحتاج إلى جهة الإصدار ومعرّف العميل وسر العميل، وتجد الباقي في عنوان URL للاكتشاف.
Most-requests-name-host-the-site-s-address-is-base-url--e5451dd4 = تذكر معظم الطلبات { $host }؛ أما عنوان الموقع فهو { $base_url }، وهو المذكور في كل رابط وفي جهة الإصدار. عيّن FRONTDESK_BASE_URL إلى العنوان الذي يستخدمه الأشخاص، أو اجعل الوكيل يمرّر الترويسة Host.
must-be-connected-again = يجب إعادة توصيله
Must-Set-a-New-Password = يجب تعيين كلمة مرور جديدة
My-account = حسابي
My-account-Password = حسابي: كلمة المرور
My-account-Sessions = حسابي: الجلسات
My-apps = تطبيقاتي
Name = الاسم
Name-a-user-or-a-role-not-both = حدّد مستخدمًا أو دورًا، لا كليهما.
Name-a-user-or-service-not-both = حدّد user أو service، لا كليهما.
name-an-account-at-site-was-made-for-you = ‏{ $name }، تم إنشاء حساب لك في { $site }.
name-has-the-role-role-now-Ask-them-to-try-again = لدى { $name } الدور { $role } الآن. اطلب منه إعادة المحاولة.
name-is-neither-a-text-nor-a-number = ‏{ $name } ليس نصًا ولا رقمًا
name-is-sent-by-this-site-itself-leave-it-out = يرسل هذا الموقع { $name } بنفسه: احذفه.
name-may-use-their-own-tokens-only-Who-may-use-those-of-21bc4c58 = يمكن لـ { $name } استخدام رموزه المميزة فقط. أما من يمكنه استخدام رموز غيره ورموز الموقع نفسه فيحدّده «الأدوار التي يمكنها استخدام كل الرموز المميزة» في التطبيق المتصل.
Name-of-the-site = اسم الموقع
name-stands-twice = ورد { $name } مرتين.
Name-the-API-that-requests-are-passed-on-to = حدّد واجهة API التي تُمرَّر إليها الطلبات.
Name-the-site-and-make-its-first-administrator-This-pag-085dbdb3 = سمِّ الموقع وأنشئ مسؤوله الأول. تعمل هذه الصفحة مرة واحدة.
Name-the-user-or-the-role-whose-permissions-the-app-s-o-2635a0d1 = حدّد المستخدم (أو الدور) الذي تحمل رموز التطبيق الخاصة صلاحياته.
named-is-called-over-http-only-https-is-safe-an-operato-23af39bc = يُستدعى { $named } عبر http: لا أمان إلا مع https (يمكن للمشغّل السماح بهذا المضيف في FRONTDESK_OUTBOUND_ALLOW)
Names-and-surnames-by-themselves-are-easy-to-guess = الأسماء وأسماء العائلات وحدها سهلة التخمين.
Names-of-OAuth-Scopes-one-a-line-the-key-does-what-they-348610de = أسماء نطاقات OAuth، واحد في كل سطر: يفعل المفتاح ما تسمّيه، مهما كان ما يمكن للمستخدم فعله. ‏all: كل ما يمكن للمستخدم فعله.
needed = (مطلوب)
never = أبدًا
Never-ask-for-consent-For-apps-of-your-own-only-people--34db20c0 = عدم طلب الموافقة أبدًا. لتطبيقاتك أنت فقط: لا يُخبَر الأشخاص بما يحصل عليه التطبيق.
Never-exercised-unused-People-are-asked-for-less-if-the-b6187958 = لم يُستخدم فعليًا قط: { $unused }. كلما قلّ ما يُسمح للتطبيق بطلبه، قلّ ما يُطلب من الأشخاص.
New-API-key = مفتاح API جديد
New-API-secret = سر API جديد
New-Email = البريد الإلكتروني الجديد
New-email = البريد الإلكتروني الجديد
New-key = مفتاح جديد
New-keys-are-published-now-and-sign-in-an-hour-when-eve-995d3301 = تُنشر المفاتيح الجديدة الآن وتبدأ التوقيع بعد ساعة، حين تكون قد وصلت إلى كل التطبيقات. تبقى القديمة منشورة ليوم بعد ذلك، لتظل الرموز المميزة الموقّعة بها مقبولة.
New-Password = كلمة المرور الجديدة
New-password = كلمة المرور الجديدة
New-recovery-codes-were-made-for-your-account-The-forme-4ac862f7 = أُنشئت رموز استرداد جديدة لحسابك. لم تعد الرموز السابقة صالحة.
New-registration-token = رمز تسجيل جديد
New-type = إضافة { $type }
Next = التالي
Next-Try = المحاولة التالية
next-try-moment = المحاولة التالية { $moment }
Nickname = الاسم المستعار
No = لا
No-account-is-linked = لا يوجد حساب مرتبط
No-app-lets-you-sign-in-yet = لا يوجد بعد تطبيق يمكنك تسجيل الدخول إليه
No-app-may-send-people-here-with-a-request-in-the-addre-9156b9eb = لا يمكن لأي تطبيق إرسال الأشخاص إلى هنا بطلب ضمن العنوان: يسلّم كل تطبيق طلبه مسبقًا (RFC 9126). معظم التطبيقات لا تستطيع ذلك. أما الإعداد لدى العميل نفسه فيشترطه على ذلك العميل.
No-app-or-program-was-refused-lately = لم يُرفض أي تطبيق أو برنامج مؤخرًا.
No-client-secret-was-typed-so-it-was-not-checked-the-ap-4d7c028c = لم يُكتب سر العميل، فلم يُتحقَّق منه؛ وعلى التطبيق أن يرسله.
No-device-shows-this-code-or-it-took-longer-than-ten-mi-21ec8586 = لا يعرض أي جهاز هذا الرمز، أو مضى أكثر من عشر دقائق. انظر إلى الجهاز مرة أخرى.
No-need-for-symbols-digits-or-uppercase-letters = لا حاجة إلى رموز أو أرقام أو أحرف كبيرة.
No-Protected-Application-is-at-host-record-one-on-this--bbd8296a = لا يوجد تطبيق محمي على { $host }: سجّل تطبيقًا في هذا الموقع، أو صحّح مضيفاته.
No-redirect-URI-is-registered = لا يوجد URI إعادة توجيه مسجَّل.
No-role-is-ticked-at-Roles-That-May-Connect-Settings-no-aede02f6 = لم يُحدَّد أي دور في «الأدوار التي يمكنها التوصيل» («الإعدادات»): لا يمكن لأحد توصيل حسابه.
no-the-other-side-gave-no-refresh-token = لا: لم يُعطِ الطرف الآخر رمز تحديث
No-token-was-issued-or-used-for-days-days-Switch-it-off-df0a3bdb = { $days ->
    [zero] لم يصدر أو يُستخدم أي رمز مميز مؤخرًا. أوقفه إذا لم يكن أحد يحتاج إليه؛ يمكن تفعيله من جديد.
    [one] لم يصدر أو يُستخدم أي رمز مميز منذ يوم واحد. أوقفه إذا لم يكن أحد يحتاج إليه؛ يمكن تفعيله من جديد.
    [two] لم يصدر أو يُستخدم أي رمز مميز منذ يومين. أوقفه إذا لم يكن أحد يحتاج إليه؛ يمكن تفعيله من جديد.
    [few] لم يصدر أو يُستخدم أي رمز مميز منذ { $days } أيام. أوقفه إذا لم يكن أحد يحتاج إليه؛ يمكن تفعيله من جديد.
    [many] لم يصدر أو يُستخدم أي رمز مميز منذ { $days } يومًا. أوقفه إذا لم يكن أحد يحتاج إليه؛ يمكن تفعيله من جديد.
   *[other] لم يصدر أو يُستخدم أي رمز مميز منذ { $days } يوم. أوقفه إذا لم يكن أحد يحتاج إليه؛ يمكن تفعيله من جديد.
}
No-token-was-issued-or-used-yet = لم يصدر أو يُستخدم أي رمز مميز بعد
Nobody-can-sign-in-at-the-moment-passwords-are-switched-fc371b71 = لا يمكن لأحد تسجيل الدخول في الوقت الحالي: كلمات المرور موقوفة، ولا تصلح أي طريقة أخرى. يمكن للمسؤول إنشاء رابط لمرة واحدة على الجهاز نفسه: frontdesk user sign-in-link.
Nobody-can-sign-in-through-such-an-app-before-an-admini-07df3773 = لا يمكن لأحد تسجيل الدخول عبر تطبيق كهذا قبل أن يعتمده مسؤول في سجله.
Nobody-can-sign-in-through-the-app-and-none-of-its-toke-b45d55f0 = لا يمكن لأحد تسجيل الدخول عبر التطبيق ولا يعمل أي من رموزه المميزة، حتى يُفعَّل من جديد («الإعدادات»، «مفعّل»).
Nobody-can-sign-in-through-them-before-that-Look-at-eac-feb1d606 = لا يمكن لأحد تسجيل الدخول عبرها قبل ذلك. راجع كل تطبيق واختر «اعتماد» ضمن «الإجراءات»، أو احذفه.
Nobody-can-verb-records = هذه العملية غير متاحة لأحد: { $verb } «{ $records }».
Nobody-fetched-a-token-for-them-for-days-days-yet-their-65bad07a = { $days ->
    [zero] لم يجلب أحد رمزًا مميزًا لها مؤخرًا، ومع ذلك ما زالت رموزها المميزة قابلة للتجديد. أبطل ما لا يحتاج إليه أحد: يُسأل الأشخاص من جديد عندما يعودون.
    [one] لم يجلب أحد رمزًا مميزًا لها منذ يوم واحد، ومع ذلك ما زالت رموزها المميزة قابلة للتجديد. أبطل ما لا يحتاج إليه أحد: يُسأل الأشخاص من جديد عندما يعودون.
    [two] لم يجلب أحد رمزًا مميزًا لها منذ يومين، ومع ذلك ما زالت رموزها المميزة قابلة للتجديد. أبطل ما لا يحتاج إليه أحد: يُسأل الأشخاص من جديد عندما يعودون.
    [few] لم يجلب أحد رمزًا مميزًا لها منذ { $days } أيام، ومع ذلك ما زالت رموزها المميزة قابلة للتجديد. أبطل ما لا يحتاج إليه أحد: يُسأل الأشخاص من جديد عندما يعودون.
    [many] لم يجلب أحد رمزًا مميزًا لها منذ { $days } يومًا، ومع ذلك ما زالت رموزها المميزة قابلة للتجديد. أبطل ما لا يحتاج إليه أحد: يُسأل الأشخاص من جديد عندما يعودون.
   *[other] لم يجلب أحد رمزًا مميزًا لها منذ { $days } يوم، ومع ذلك ما زالت رموزها المميزة قابلة للتجديد. أبطل ما لا يحتاج إليه أحد: يُسأل الأشخاص من جديد عندما يعودون.
}
Nobody-gets-in-after-that-Whatever-renews-it-should-hav-586f8e9f = بعد ذلك لا يدخل أحد. كان على ما يجددها أن يفعل ذلك من قبل؛ تُستخدم الشهادة الجديدة خلال عشر ثوانٍ من وضعها في مكانها (FRONTDESK_TLS_CERT, FRONTDESK_TLS_KEY).
Nobody-has-signed-in-with-it = لم يسجّل أحد الدخول به.
Nobody-here-has-recorded-this-app-It-describes-itself-a-0068c6d1 = لم يسجّل أحد هنا هذا التطبيق. يصف التطبيق نفسه على { $address }. تابع فقط إذا كنت قد أتيت منه للتو.
Nobody-is-asked-for-their-consent-to-all-that-this-clie-a8fab7fa = لا تُطلب موافقة أحد على كل ما يمكن لهذا العميل فعله: أضف النطاقات في «الإعدادات» الخاصة به، إذا كنت تعلم أنها لازمة.
Nobody-is-connected-through-it = لا أحد متصل عبره.
Nobody-signs-in-with-a-password-any-more-only-with-a-pa-59fb67b3 = لا يسجّل أحد الدخول بكلمة مرور بعد الآن، بل بمفتاح مرور أو بمفتاح تسجيل دخول اجتماعي فقط، ويجب أن يكون أحد المسؤولين قد سجّل الدخول به. وعلى الجهاز نفسه يعيد الأمران frontdesk user set-password وuser remove-factors دخول المسؤول دائمًا.
Nobody-signs-in-with-a-password-here-Sign-in-with-one-o-bafbdd4a = لا يسجّل أحد الدخول هنا بكلمة مرور. سجّل الدخول بإحدى الطرق الأخرى.
Nobody-was-signed-in-and-nothing-was-changed = لم يسجَّل دخول أحد، ولم يتغيّر شيء.
Nobody-yet-Give-it-to-people-under-Access-or-to-many-at-df47207d = لا أحد بعد. امنحه للأشخاص من «الوصول»، أو لعدة أشخاص دفعة واحدة من قائمة المستخدمين.
nonce = nonce
nonce-is-not-the-one-of-the-request = قيمة nonce ليست الخاصة بالطلب
None = None
none = لا شيء
None-all-that-the-site-has-Passkeys-and-links-from-an-a-ef3e7581 = إذا لم يُختر شيء: كل ما في الموقع. مفاتيح المرور والروابط من المسؤول لا تُرفض أبدًا.
None-is-stored-they-have-expired-or-the-code-was-never-exchanged = لا شيء محفوظ: انتهت صلاحيتها، أو لم يُستبدل رمز التفويض قط.
None-of-the-registration-tokens-that-were-made-works-an-b3983057 = لم يعد أي من رموز التسجيل التي أُنشئت يعمل. تبقى التطبيقات التي سُجّلت بها.
None-of-the-registration-tokens-works-any-more = لم يعد أي من رموز التسجيل يعمل.
None-of-these-scopes-is-added-by-a-button-they-are-not--469e196b = لا يُضاف أي من هذه النطاقات بزر: فهي غير مسجَّلة هنا، أو تتجاوز التعريف بالشخص. أضفها في نموذج العميل، إذا كنت تعلم أنها لازمة.
None-type-to-choose = لا شيء: اكتب للاختيار
None-you-are-asked-for-your-second-factor-in-every-browser = لا شيء: يُطلب منك العامل الثاني في كل متصفح.
Not-allowed = غير مسموح
not-any-more = لم يعد يتجدد
Not-connected = غير متصل
not-connected = غير متصل
Not-found = غير موجود
not-invited = لم تتم دعوته
Not-like-this = ليس بهذه الطريقة
Not-linked = لم يتم الربط
Not-Me = لست أنا
Not-now = ليس الآن
Not-permitted = غير مصرَّح به
Not-saved-yet = لم يُحفظ بعد
Not-set-up-yet = لم يكتمل الإعداد بعد
Not-signed-in = لم يتم تسجيل الدخول
Not-this-host = ليس هذا المضيف
Not-understood = طلب غير مفهوم
not-verified = (غير مؤكَّد)
Not-you = لست أنت؟
Note = ملاحظة
nothing = لا شيء
Nothing-is-called-words = لا شيء باسم { $words }.
nothing-listens-there = لا شيء يستجيب هناك
Nothing-matches = لا توجد نتائج مطابقة.
Nothing-there-after-some-minutes-Look-among-unwanted-ma-d84d3b83 = لم يصل شيء بعد بضع دقائق؟ ابحث في البريد غير المرغوب فيه، وتأكد من أن العنوان هو الذي تسجّل الدخول به.
Nothing-was-changed-type-name-error = لم يتغيّر شيء. { $type } { $name }: { $error }
Nothing-was-noted-yet = لم يُسجَّل شيء بعد.
Nothing-was-saved-Please-correct-this = لم يُحفظ شيء. يُرجى تصحيح ما يلي:
Nothing-was-saved-Please-correct-what-is-marked-below = لم يُحفظ شيء. يُرجى تصحيح ما هو محدَّد أدناه.
nothing-yet-invite-the-user = لا شيء بعد: أرسل دعوة إلى المستخدم
Now = الآن
Numbers-are-whole = اكتب أعدادًا صحيحة دون كسور.
OAuth-Authorization-Code = رمز تفويض OAuth
OAuth-Authorization-Codes = رموز تفويض OAuth
OAuth-Bearer-Token = رمز OAuth Bearer
OAuth-Bearer-Tokens = رموز OAuth Bearer
OAuth-Client = عميل OAuth
OAuth-Clients = عملاء OAuth
OAuth-Clients-Rotate-secret = عملاء OAuth: تدوير السر
OAuth-Clients-Who-May-Sign-In = عملاء OAuth: من يمكنه تسجيل الدخول
OAuth-Provider-Settings = إعدادات مزوّد OAuth
OAuth-Resource = مورد OAuth
OAuth-Resources = موارد OAuth
OAuth-Scope = نطاق OAuth
OAuth-Scopes = نطاقات OAuth
Of-buttons-and-links-as-rrggbb-It-must-be-dark-enough-t-59078f52 = للأزرار والروابط، بصيغة ⁦#rrggbb⁩. يجب أن يكون داكنًا بما يكفي للقراءة؛ وفي المظهر الداكن يُفتَّح تلقائيًا.
of-has-no-action-name-There-are-known = ليس في { $of } إجراء باسم { $name }. المتاح: { $known }.
Of-JWTs-Every-library-understands-RS256 = لرموز JWT. كل المكتبات تفهم RS256.
Of-pages-for-browsers-that-ask-for-none-of-ours = لغة الصفحات للمتصفحات التي لا تطلب أيًّا من لغاتنا.
Of-passwords-that-are-set-from-now-on = لكلمات المرور التي تُعيَّن من الآن.
Of-the-one-key-without-a-name-as-Frappe-s-generate-keys-ed459c69 = للمفتاح الوحيد الذي بلا اسم، كما ينشئه generate_keys في Frappe: يمكنه فعل كل ما يمكن للمستخدم فعله. يتوقف السر السابق عن العمل.
Of-the-pages-here-and-what-apps-are-told = لغة الصفحات هنا، وما تُبلَّغ به التطبيقات.
Off = معطّل
Off-no-tokens-are-made-for-it = عند التعطيل: لا تُنشأ له أي رموز مميزة.
Off-nobody-can-connect-no-token-is-handed-out-nothing-is-renewed = عند التعطيل: لا يمكن لأحد التوصيل، ولا يُسلَّم أي رمز مميز، ولا يُجدَّد شيء.
Off-nobody-can-sign-in-through-it-and-none-of-its-tokens-works = عند التعطيل: لا يمكن لأحد تسجيل الدخول عبره ولا يعمل أي من رموزه المميزة.
Off-nobody-gets-through-to-it-open-paths-included = عند التعطيل: لا يصل أحد إلى التطبيق، حتى عبر المسارات المفتوحة.
Off-the-user-is-signed-out-at-once-and-none-of-their-to-08247110 = عند التعطيل: يُسجَّل خروج المستخدم فورًا ولا يعمل أي من رموزه المميزة.
Office-365 = Office 365
Old-Email = البريد الإلكتروني القديم
Old-secret-works-until = السر القديم يعمل حتى
Older-ones-should-be-rotated = ما هو أقدم ينبغي تدويره.
On = مفعّل
On-New-Devices = على الأجهزة الجديدة
On-the-sign_in-page-offers-it = عند التفعيل: تعرضه صفحة تسجيل الدخول.
Once-apps-sign-people-in-and-call-this-site-with-their--bd7cd2a0 = عندما تسجّل التطبيقات دخول الأشخاص وتستدعي هذا الموقع برموزهم المميزة، يظهر كل منها هنا.
Once-the-administrator-of-this-site-has-set-up-a-Connec-86eb27c9 = بعد أن يُعدّ مسؤول هذا الموقع تطبيقًا متصلًا، يمكنك توصيل حسابك به، ويمكن لنظام ERP استخدامه نيابةً عنك.
Once-the-administrator-of-this-site-opens-an-app-to-you-ee042b97 = عندما يتيح لك مسؤول هذا الموقع تطبيقًا، يظهر هنا.
One-a-line-alice-example-com-or-Bob-Brown-bob-example-c-80b20916 = شخص واحد في كل سطر: ⁦alice@example.com⁩ أو ⁦Bob Brown <bob@example.com>⁩. أو أعمدة من جدول بيانات، وأسماؤها في السطر الأول: ⁦email, first_name, last_name, roles⁩.
One-a-line-as-group-role-Whoever-is-in-the-group-has-th-823cc479 = واحد في كل سطر بصيغة group=role. من في المجموعة له الدور، ومن ليس فيها ليس له: عند كل تسجيل دخول.
One-moment = لحظة من فضلك
One-moment-please = لحظة من فضلك
One-more-step = خطوة أخرى
One-of-the-client-s-roles-Empty-the-first-that-lets-nob-1832bbe2 = أحد أدوار العميل. إذا تُرك فارغًا: أول دور لا يتيح لأحد تغيير أي شيء هنا؛ أو Employee إذا كان العميل متاحًا لـ Desk User.
One-of-the-client-s-roles-the-person-may-sign-in-throug-cb046799 = أحد أدوار العميل: يمكن للشخص عندئذٍ تسجيل الدخول عبره، وفعل ما يتيحه له الدور.
One-of-the-codes-that-you-were-shown-when-you-made-your-passkey = أحد الرموز التي عُرضت عليك عندما أنشأت مفتاح مرورك.
One-of-the-scopes-on-the-Connected-App-does-not-exist-t-d2653b15 = أحد نطاقات التطبيق المتصل غير موجود هناك، أو لا يُسمح بطلبه.
Only-addresses-below-this-one-are-called-such-as-https--5ae9cf32 = لا تُستدعى إلا العناوين التي تحت هذا العنوان، مثل ⁦https://www.googleapis.com/⁩
Only-apps-at-these-hosts-app-example-com-Empty-at-any = التطبيقات على هذه المضيفات فقط (app.example.com). إذا تُرك فارغًا: على أي مضيف.
Only-email-addresses-of-certain-domains-may-sign-in-to--8ccda68e = لا يمكن تسجيل الدخول إلى هذا الموقع إلا بعناوين بريد إلكتروني من مجالات معينة. استخدم حساب عملك، أو اسأل المسؤول.
Only-If-Owner = للمالك فقط
Only-if-you-want-to-know-whether-it-is-right-we-cannot--39db6fea = فقط إذا أردت معرفة هل هو صحيح: لا يمكننا قراءته بعد حفظه. لا يُحتفظ بما تكتبه.
only-is-the-only-administrator-who-can-sign-in = ‏{ $only } هو المسؤول الوحيد الذي يمكنه تسجيل الدخول
Only-mails-to-a-server-on-this-machine-may-go-in-the-clear = لا يجوز إرسال البريد دون تشفير إلا إلى خادم على هذا الجهاز.
Only-OAuth-Clients-have-this-page = هذه الصفحة لعملاء OAuth فقط.
Only-one-person-manages-the-site = شخص واحد فقط يدير الموقع
Only-people-with-an-email-of-these-domains-may-sign-in--d2737353 = لا يمكن تسجيل الدخول إلا لمن لديه بريد إلكتروني في هذه المجالات. إذا تُرك فارغًا: كل من يعرفه المزوّد.
Only-proxies-ask-here-and-address-is-none-that-this-sit-7708a298 = لا يستعلم هنا إلا الوكلاء، و{ $address } ليس وكيلًا يثق به هذا الموقع: اذكره في FRONTDESK_TRUSTED_PROXIES.
Only-records-that-are-the-user-s-own-their-account-sess-66b0defa = السجلات الخاصة بالمستخدم فقط: حسابه وجلساته وأذوناته ومفاتيحه، وما أنشأه.
Only-System-Managers-decide-who-may-use-everybody-s-tok-b781d819 = لا يحدّد من يمكنه استخدام رموز الجميع المميزة إلا System Manager («الأدوار التي يمكنها استخدام كل الرموز المميزة»).
Only-System-Managers-give-an-account-another-email = لا يغيّر البريد الإلكتروني لحساب إلا System Manager.
Only-System-Managers-link-accounts-by-hand = لا يربط الحسابات يدويًا إلا System Manager.
Only-System-Managers-test-a-sign_in = لا يجرّب تسجيل الدخول إلا System Manager.
Only-the-host-name-mail-example-com = اسم المضيف فقط: mail.example.com.
Only-the-newest-secret-works-now = لم يعد يعمل الآن إلا أحدث سر.
Only-whoever-has-a-registration-token-of-yours-may-New--4e4e3351 = يمكن ذلك فقط لمن لديه رمز تسجيل منك («رمز تسجيل جديد»، أعلاه). عند التعطيل: لأي كان، بعدد محدود في كل مرة.
Opaque = Opaque
Opaque-the-API-asks-here-about-each-token-introspection-1b5d613d = ‏Opaque: تستعلم واجهة API هنا عن كل رمز مميز (introspection)، والرمز الذي أُبطل ينتهي فورًا. JWT: تتحقق واجهة API من الرموز بنفسها بمفاتيحنا العامة؛ والرمز المُبطَل يعمل هناك حتى تنتهي صلاحيته.
Open-it-the-way-you-usually-do = افتحه بالطريقة المعتادة.
Open-Paths = المسارات المفتوحة
Open-the-set_up-link-it-was-printed-where-the-server-wa-678f4a5b = افتح رابط الإعداد: طُبع حيث شُغّل الخادم، ويُطبع رابط جديد في كل مرة يبدأ فيها التشغيل.
Open-to-admitted-of-all-people = { $all ->
    [zero] متاح لـ { $admitted }، ولا يوجد أشخاص بعد.
    [one] متاح لـ { $admitted } من أصل شخص واحد.
    [two] متاح لـ { $admitted } من أصل شخصين.
    [few] متاح لـ { $admitted } من أصل { $all } أشخاص.
    [many] متاح لـ { $admitted } من أصل { $all } شخصًا.
   *[other] متاح لـ { $admitted } من أصل { $all } شخص.
}
openid-As-Frappe-Means-It = ‏openid كما يفهمه Frappe
OpenID-Configuration = تكوين OpenID
OpenID-Configuration-fetched-successfully-everything-is-9eb1a966 = تم جلب تكوين OpenID بنجاح: كل شيء مطابق له بالفعل.
OpenID-Configuration-fetched-successfully-names = تم جلب تكوين OpenID بنجاح: { $names }.
Operation = العملية
Optional = اختياري
Optional-asked-of-whoever-has-set-one-up-On-New-Devices-c43ee531 = اختياري: يُطلب ممن أعدّ واحدًا. على الأجهزة الجديدة: يحتاج الجميع إلى واحد، ويُطلب في متصفح لم يقدّموه فيه مؤخرًا. إلزامي: عند كل تسجيل دخول. مفاتيح المرور فقط: يتطلب كل تسجيل دخول مفتاح مرور، وحده أو مع كلمة مرور. يمكن أن يطلب الدور أكثر مما يطلبه الموقع.
or = أو
Or-a-file = أو ملف
Or-a-role-whose-permissions-they-have-without-a-user = أو دور تكون لها صلاحياته، دون مستخدم.
Or-fill-in-the-form-by-hand-With-an-OpenID-Configuratio-8909842f = أو املأ النموذج بنفسك. مع «تكوين OpenID» لا حاجة إلى كتابة نقاط النهاية: احفظ، ثم اختر «جلب تكوين OpenID» من «الإجراءات».
Order = الترتيب
origin-is-asked-about-which-is-not-https-lead-people-to-20fb9b9a = السؤال عن { $origin }، وهو ليس https: وجّه الأشخاص هناك إلى https، واجعل الوكيل يذكر ذلك (X-Forwarded-Proto).
origin-is-not-an-origin-write-scheme-and-host-only-such-8756f923 = ‏{ $origin } ليس مصدرًا: اكتب المخطط والمضيف فقط، مثل https://app.example.com.
Origins-of-the-ERP-such-as-https-erp-example-com-people-a977c778 = مصادر نظام ERP، مثل https://erp.example.com: يمكن إعادة الأشخاص إليها بعد التوصيل.
Origins-to-Return-To = مصادر العودة
other-cannot-be-done-with-many = لا يمكن تنفيذ { $other } على عدة سجلات.
other-has-this-username = اسم المستخدم هذا لدى { $other }.
other-is-not-allow-deny-or-switch = ‏{ $other } ليس allow أو deny أو switch.
Other-ways-to-sign-in = طرق أخرى لتسجيل الدخول
Others-are-told-whom-to-ask = يُخبَر الآخرون بمن يمكنهم سؤاله.
Others-are-told-whom-to-ask-Frappe-calls-this-Allowed-Roles = يُخبَر الآخرون بمن يمكنهم سؤاله. (يسمّي Frappe هذا Allowed Roles.)
Overview = نظرة عامة
Page = صفحة
Pages = الصفحات
Parts-of-this-record = أجزاء هذا السجل
Pass-Requests-On = تمرير الطلبات
Passkey = مفتاح مرور
passkey-signs-in = تسجيل دخول بمفتاح مرور
Passkeys = مفاتيح المرور
Passkeys-and-codes = مفاتيح المرور والرموز
Passkeys-are-asked-of-everybody-Second-Factor-they-have-to-be-on = مفاتيح المرور مطلوبة من الجميع («العامل الثاني»): يجب أن تكون مفعّلة.
Passkeys-need-JavaScript-The-other-ways-work-without = تحتاج مفاتيح المرور إلى JavaScript. أما الطرق الأخرى فتعمل دونه.
Passkeys-Only = مفاتيح المرور فقط
Password = كلمة المرور
Password-login-is-switched-off-and-no-other-System-Mana-001d9fcb = تسجيل الدخول بكلمة المرور موقوف، ولم يربط أي System Manager آخر حسابًا. ليربط شخص ثانٍ حسابه، أو أبقِ الأمر frontdesk user sign-in-link في متناول يدك.
Password-Strength = قوة كلمة المرور
Passwords = كلمات المرور
Passwords-are-switched-off-and-no-System-Manager-has-si-a248b99e = كلمات المرور موقوفة، ولم يسجّل أي System Manager الدخول بمفتاح تسجيل دخول اجتماعي: مفاتيح المرور هي طريقتهم الوحيدة للدخول.
Path = المسار
Paths-that-need-no-sign_in-health-or-public-for-all-tha-66e82041 = مسارات لا تحتاج إلى تسجيل الدخول: ⁦/health⁩، أو ⁦/public/*⁩ لكل ما يقع تحته. لا يُذكر فيها اسم أحد.
pattern-is-no-host-write-it-as-wiki-example-com-or-apps-c61b04d1 = ‏{ $pattern } ليس مضيفًا: اكتبه مثل wiki.example.com أو ⁦*.apps.example.com⁩، دون ⁦https://⁩ ودون مسار.
pattern-is-no-path-write-it-as-health-or-public-for-all-cdf7e1e6 = ‏{ $pattern } ليس مسارًا: اكتبه مثل ⁦/health⁩، أو ⁦/public/*⁩ لكل ما تحته.
pattern-is-this-site-itself-an-application-has-a-host-of-its-own = ‏{ $pattern } هو هذا الموقع نفسه: للتطبيق مضيف خاص به.
pattern-leave-the-usual-port-out = ‏{ $pattern }: احذف المنفذ المعتاد.
pattern-stands-for-too-much = ‏{ $pattern } يشمل أكثر مما ينبغي.
People = الأشخاص
People-are-not-asked-for-their-consent-to-this-client-S-f0de9383 = لا تُطلب موافقة الأشخاص على هذا العميل («تخطي التفويض»): لا ينشئ مثل هذا العميل ولا يغيّره إلا System Manager.
People-can-sign-in-through-it-again = يمكن للأشخاص تسجيل الدخول عبره من جديد.
People-cannot-come-back-to-address-Leave-it-empty-then-it-is-own = لا يمكن للأشخاص العودة إلى { $address }. اتركه فارغًا: عندئذٍ يكون { $own }.
People-come-by-another-address = يصل الأشخاص عبر عنوان آخر
People-come-by-http = يصل الأشخاص عبر http
People-may-sign-in-through-the-app-now = يمكن للأشخاص الآن تسجيل الدخول عبر التطبيق.
People-may-sign-in-through-the-app-Off-for-a-program-th-a9f6528c = يمكن للأشخاص تسجيل الدخول عبر التطبيق. عطّله لبرنامج يعمل بنفسه فقط.
people-people-may-not-sign-in-to-app = { $people ->
    [zero] لا يُمنع أحد من تسجيل الدخول إلى { $app }
    [one] لا يُسمح لشخص واحد بتسجيل الدخول إلى { $app }
    [two] لا يُسمح لشخصين بتسجيل الدخول إلى { $app }
    [few] لا يُسمح لـ { $people } أشخاص بتسجيل الدخول إلى { $app }
    [many] لا يُسمح لـ { $people } شخصًا بتسجيل الدخول إلى { $app }
   *[other] لا يُسمح لـ { $people } شخص بتسجيل الدخول إلى { $app }
}
People-see-it-when-they-sign-in-the-name-of-your-business-say = يراه الأشخاص عند تسجيل الدخول: اسم شركتك مثلًا.
People-sign-in-with-a-passkey-of-their-device-in-place--b816c2ef = يسجّل الأشخاص الدخول بمفتاح مرور من جهازهم بدلًا من البريد الإلكتروني وكلمة المرور. يلزم لذلك موقع له اسم وhttps.
People-sign-in-with-provider-without-PKCE = يسجّل الأشخاص الدخول باستخدام { $provider } دون PKCE
People-their-tokens-or-the-client-secret-would-be-sent--a6211600 = قد يُرسَل الأشخاص أو رموزهم المميزة أو سر العميل إلى عنوان آخر ({ $name }): متى كان لدى التطبيق سر أو كان أحد متصلًا، لا يعيّن ذلك إلا System Manager.
People-who-have-no-password-at-hand-get-a-code-by-mail--865edab5 = من ليست لديه كلمة مرور في متناول يده يتلقى رمزًا بالبريد، صالحًا لعشر دقائق في المتصفح الذي طلبه. من يقرأ رسائله يمكنه تسجيل الدخول باسمه؛ ويُطلب العامل الثاني مع ذلك. يلزم لذلك خادم بريد.
People-who-sign-in-here-and-through-us-to-the-apps = من يسجّلون الدخول هنا، وعبرنا إلى التطبيقات.
People-with-one-of-these-roles-roles = من لديه أحد هذه الأدوار: { $roles }.
People-with-these-roles = من لديه هذه الأدوار
Person = الشخص
person = شخص
phone = هاتف
Phone-Is-Verified = الهاتف مؤكَّد
Picture = الصورة
PKCE = PKCE
PKCE-keeps-a-stolen-code-from-being-used-Switch-it-on-u-6357b327 = يمنع PKCE استخدام رمز تفويض مسروق. فعّله، إلا إذا رفضته الخدمة.
PKCE-keeps-a-stolen-code-from-being-used-Switch-it-on-u-9fd41d15 = يمنع PKCE استخدام رمز تفويض مسروق. فعّله، إلا إذا رفضه المزوّد.
place = مكان
Please-enable-atleast-one-Social-Login-Key-before-disab-8e7505d5 = يُرجى تفعيل مفتاح تسجيل دخول اجتماعي واحد على الأقل قبل تعطيل تسجيل الدخول باسم المستخدم وكلمة المرور. ويجب أن يكون أحد المستخدمين ذوي الدور System Manager قد سجّل الدخول به، أو أن يكون لديه مفتاح مرور.
Please-enter-Access-Token-URL = يُرجى إدخال عنوان URL لرمز الوصول
Please-enter-Authorize-URL = يُرجى إدخال عنوان URL للتفويض
Please-enter-Base-URL = يُرجى إدخال عنوان URL الأساسي
Please-enter-Client-ID-before-social-login-is-enabled = يُرجى إدخال معرّف العميل قبل تفعيل تسجيل الدخول الاجتماعي
Please-enter-Client-Secret-before-social-login-is-enabled = يُرجى إدخال سر العميل قبل تفعيل تسجيل الدخول الاجتماعي
Please-enter-OpenID-Configuration-URL = يُرجى إدخال عنوان URL لتكوين OpenID
PNG-JPEG-WebP-or-SVG-square-at-most-24-kB = ‏PNG أو JPEG أو WebP أو SVG، مربعة، بحد أقصى 24 كيلوبايت.
Policy-URI = URI سياسة الخصوصية
Port = المنفذ
Post-Logout-Redirect-URI = URI إعادة التوجيه بعد تسجيل الخروج
post-logout-redirect-uri-needs-id-token-hint-or-client-id = ‏post_logout_redirect_uri يحتاج إلى id_token_hint أو client_id.
Post-Logout-Redirect-URIs = عناوين URI لإعادة التوجيه بعد تسجيل الخروج
Predictable-substitutions-like-instead-of-a-don-t-help-very-much = الاستبدالات المتوقعة مثل '@' بدل 'a' لا تفيد كثيرًا.
Preset = إعداد مسبق
Press-Ctrl-C = اضغط ⁦Ctrl+C⁩
Press-the-button-to-have-email-as-the-email-of-your-account = اضغط الزر ليصبح { $email } البريد الإلكتروني لحسابك.
Previous = السابق
Privacy = الخصوصية
Private-Key-JWT = Private Key JWT
Private-Key-JWT-vouches-with-this-site-s-own-key-only-S-304a199b = ‏Private Key JWT يثبت الهوية بمفتاح هذا الموقع نفسه: لا يُعدّه إلا System Manager.
Profile = الملف الشخصي
Profile-in-ID-Token = الملف الشخصي في رمز الهوية
program-on-system = { $program } على { $system }
Programs-call = عنوان استدعاء البرامج
Programs-call-the-service-s-API-through-this-site-and-n-07989f85 = تستدعي البرامج API الخدمة عبر هذا الموقع ولا ترى أي رمز مميز أبدًا.
Programs-may-call-api-connect-name-of-this-record-path--1ac7b5c0 = يمكن للبرامج استدعاء ⁦/api/connect/<name of this record>/<path>⁩؛ ويُضاف الرمز المميز هنا.
Programs-send-it-as-Authorization-token-api-key-api-secret = ترسله البرامج هكذا: ⁦Authorization: token <api_key>:<api_secret>⁩
Protected-Application = تطبيق محمي
Protected-Applications = التطبيقات المحمية
Protection = الحماية
Provider = المزوّد
provider-could-not-tell-who-you-are-Try-again-in-a-mome-e7790983 = لم يستطع { $provider } تحديد هويتك. أعد المحاولة بعد لحظات، أو سجّل الدخول بطريقة أخرى؛ يجد المسؤول السبب بالرقم المرجعي أدناه.
provider-did-not-tell-an-email-address-that-can-be-used-c58583b6 = لم يذكر { $provider } عنوان بريد إلكتروني صالحًا للاستخدام. يُرجى التأكد من أن في ملفك الشخصي عنوان بريد إلكتروني، وأن هذا الموقع يمكنه رؤيته.
provider-does-not-take-the-token-any-more-and-there-is--5af4bfa9 = لم يعد { $provider } يقبل الرمز المميز، ولا يوجد ما يُجدَّد به: يجب إعادة توصيل الحساب.
provider-gives-no-new-token-why = لا يعطي { $provider } رمزًا مميزًا جديدًا. { $why }
provider-gives-no-token-that-is-good-for-margin-seconds-9e423daa = { $margin ->
    [zero] لا يعطي { $provider } رمزًا مميزًا صالحًا: مدة صلاحية رموزه أقصر من اللازم.
    [one] لا يعطي { $provider } رمزًا مميزًا صالحًا لثانية واحدة: مدة صلاحية رموزه أقصر من ذلك.
    [two] لا يعطي { $provider } رمزًا مميزًا صالحًا لثانيتين: مدة صلاحية رموزه أقصر من ذلك.
    [few] لا يعطي { $provider } رمزًا مميزًا صالحًا لمدة { $margin } ثوانٍ: مدة صلاحية رموزه أقصر من ذلك.
    [many] لا يعطي { $provider } رمزًا مميزًا صالحًا لمدة { $margin } ثانية: مدة صلاحية رموزه أقصر من ذلك.
   *[other] لا يعطي { $provider } رمزًا مميزًا صالحًا لمدة { $margin } ثانية: مدة صلاحية رموزه أقصر من ذلك.
}
provider-is-connected-without-PKCE = ‏{ $provider } متصل دون PKCE
provider-is-not-set-up-yet-An-administrator-still-has-t-b945c3da = لم يكتمل إعداد { $provider } بعد. ما زال على مسؤول إدخال: { $missing }.
provider-is-not-set-up-yet-the-Authorization-URI-is-mis-d20d2485 = لم يكتمل إعداد { $provider } بعد: «URI التفويض» ناقص في نموذجه.
provider-is-switched-off-here = ‏{ $provider } معطّل هنا.
Provider-Name = اسم المزوّد
provider-now-gives-another-kind-of-id-for-your-account--8e8d6e58 = يعطي { $provider } الآن لحسابك معرّفًا من نوع غير السابق. على مسؤول هذا الموقع مراجعة ذلك.
provider-says-that-you-did-not-allow-the-connection-Not-2c5203b0 = يفيد { $provider } بأنك لم تسمح بالاتصال. لم يتغيّر شيء. ابدأ من جديد من «حسابي»، ضمن «الخدمات المتصلة»، إذا لم تقصد ذلك.
provider-sent-no-ID-token-although-its-keys-are-known-h-414d244f = لم يرسل { $provider } رمز هوية، مع أن مفاتيحه معروفة هنا. هل تطلب «بيانات عنوان URL للتفويض» النطاق openid؟
provider-still-leads-people-back-to-this-site-s-former-address = ما زال { $provider } يعيد الأشخاص إلى العنوان السابق لهذا الموقع
provider-the-API-endpoint-did-not-tell-who-it-was = ‏{ $provider }: لم تبيّن نقطة نهاية API من هو الشخص.
Providers-that-people-may-sign-in-to-this-site-with-Goo-ec751b3a = مزوّدون يمكن للأشخاص تسجيل الدخول بهم إلى هذا الموقع: Google أو Microsoft أو مزوّد الهوية لشركتك أو Frontdesk آخر أو Frappe.
PS256 = PS256
Public-Keys-JWKS = المفاتيح العامة (JWKS)
Public-Keys-URI = URI المفاتيح العامة
published-signs-from-moment = منشور، يوقّع اعتبارًا من { $moment }
published-until-moment = منشور حتى { $moment }
Put-your-own-tenant-in-the-place-of-common-anybody-s-di-aeb6063a = ضع المستأجر (tenant) الخاص بك مكان common: وإلا أمكن لمستخدمي أي دليل تسجيل الدخول.
Put-your-own-value-in-the-place-of-blank-here-and-in-th-89e60031 = ضع قيمتك مكان { $blank }، هنا وفي العناوين الأخرى: الزر «ملء» أعلاه يفعل ذلك.
Query-Parameters = معاملات الاستعلام
Read = قراءة
read = قراءة
Realm = Realm
Receiver = المستقبِل
Recent-refusals = حالات الرفض الأخيرة
Recent-years-are-easy-to-guess = السنوات القريبة سهلة التخمين.
Record = السجل
Record-record = السجل: { $record }
record-was-deleted = تم حذف { $record }.
record-was-disconnected = تم فصل { $record }.
record-was-ended = تم إنهاء { $record }.
record-was-revoked = تم إبطال { $record }.
record-was-unlinked = تم فك ربط { $record }.
Record-your-first-app = أضف تطبيقك الأول
Recorded-by-Itself = سجّل نفسه
Records-a-page = عدد السجلات في الصفحة
records-cannot-be-switched-off = لا يمكن تعطيل «{ $records }».
records-decide-who-may-do-what-a-token-needs-the-scope--ceccaea8 = سجلات «{ $records }» تحدّد من يمكنه فعل ماذا: لا بد للرمز المميز من النطاق all لهذه العملية ({ $verb }).
records-decide-who-may-do-what-only-System-Managers-verb-them = سجلات «{ $records }» تحدّد من يمكنه فعل ماذا: هذه العملية ({ $verb }) لـ System Manager فقط.
records-have-nothing-of-the-kind = لا ينطبق هذا على «{ $records }».
Records-that-a-token-may-read-change-create-and-delete--1b794f42 = سجلات يمكن لرمز مميز قراءتها وتغييرها وإنشاؤها وحذفها عبر REST، بقدر ما يُسمح لمستخدمه.
Records-that-a-token-may-read-over-REST-as-far-as-its-user-may = سجلات يمكن لرمز مميز قراءتها عبر REST، بقدر ما يُسمح لمستخدمه.
Records-the-apps-that-sign-people-in-through-this-site--e8640a16 = يضيف التطبيقات التي يسجّل الأشخاص الدخول إليها عبر هذا الموقع، ويعالج ما يُرفض من طلباتها.
Recovery-code = رمز الاسترداد
Recovery-codes = رموز الاسترداد
Redirect-URI = URI إعادة التوجيه
Redirect-URI-Bound-To-Auth-Code = URI إعادة التوجيه المرتبط برمز التفويض
Redirect-URIs = عناوين URI لإعادة التوجيه
Redirect-URL = عنوان URL لإعادة التوجيه
Reference = الرقم المرجعي
Reference-Document-Type = نوع المستند المرجعي
Reference-Name = اسم المرجع
Reference-reference = الرقم المرجعي { $reference }
Refresh-now = تحديث الآن
Refresh-Token = رمز التحديث
Refresh-Token-Lifetime = مدة صلاحية رمز التحديث
Refresh-Token-Overlap = مدة تداخل رمز التحديث
refreshing = قيد التحديث
Refuse-sign_ins-of-this-app-that-it-did-not-hand-over-b-4657d1f5 = رفض عمليات تسجيل الدخول من هذا التطبيق التي لم يسلّمها مسبقًا (PAR، ‏RFC 9126).
Refuse-sign_ins-of-this-app-whose-request-it-did-not-si-fe7bf825 = رفض عمليات تسجيل الدخول من هذا التطبيق التي لم يوقّع طلبها (RFC 9101). يحتاج ذلك إلى مفاتيح عامة أعلاه.
Refuse-sign_ins-of-this-app-without-PKCE-S256-Public-cl-93a3d600 = رفض عمليات تسجيل الدخول من هذا التطبيق دون PKCE (S256). العملاء العامون يحتاجون إليه دائمًا.
Refused-lately = رُفض مؤخرًا
Refused-Request = طلب مرفوض
Refused-Requests = الطلبات المرفوضة
refused-The-field-name-is-for-those-who-manage-them = { $refused } الحقل { $name } مخصص لمن يديرون هذه السجلات.
Refused-Ways-to-Sign-In = طرق تسجيل الدخول المرفوضة
Register-exactly-this-address-at-the-other-side = سجّل هذا العنوان بعينه لدى الطرف الآخر.
Register-these-addresses = سجّل هذه العناوين
Register-this-redirect-URI = سجّل URI إعادة التوجيه هذا
Registered = المسجَّل
Registration-Needs-a-Token = التسجيل يحتاج إلى رمز
Registration-Needs-Approval = التسجيل يحتاج إلى اعتماد
Registration-Scopes = نطاقات التسجيل
Registration-Token = رمز التسجيل
Registrations-That-Wait = التسجيلات المنتظرة
Remote_User = Remote-User
Remove = إزالة
Remove-all = إزالة الكل
Remove-it = إزالتها
Remove-second-factor = إزالة العامل الثاني
Removes-the-secret-from-this-site-for-an-app-that-needs-c1a99d96 = يزيل السر من هذا الموقع، لتطبيق لم يعد يحتاج إليه.
Rename = إعادة تسمية
Renewed-by-itself = يتجدد تلقائيًا
Repeats-like-aaa-are-easy-to-guess = التكرارات مثل "aaa" سهلة التخمين.
Repeats-like-abcabcabc-are-only-slightly-harder-to-gues-a8dc438a = التكرارات مثل "abcabcabc" أصعب قليلًا فقط في التخمين من "abc".
Requests-are-passed-on-for-programs-send-an-Authorization-header = تُمرَّر طلبات البرامج: أرسل الترويسة Authorization.
Requests-come-from-proxy-with-X_Forwarded_For-which-is--a3e67edb = تأتي الطلبات من { $proxy } مع X-Forwarded-For، ولا يمكن الوثوق به: يُعدّ الجميع ذلك العنوان نفسه في الحدود والسجلات. اذكر هذا الوكيل في FRONTDESK_TRUSTED_PROXIES.
Requests-of-apps = طلبات التطبيقات
Requests-to-provider-are-not-passed-on-Pass-Requests-On-8daf73d0 = لا تُمرَّر الطلبات إلى { $provider }: «تمرير الطلبات» معطّل في التطبيق المتصل.
Require-DPoP-Nonce = اشتراط nonce في DPoP
Require-PKCE = اشتراط PKCE
Require-Pushed-Authorization-Requests = اشتراط تسليم طلبات التفويض مسبقًا (PAR)
Require-Signed-Requests = اشتراط توقيع الطلبات
Required = إلزامي
Required-Strength = القوة المطلوبة
Resource = المورد
Resource-Server = خادم موارد
Response-Type = نوع الاستجابة
response-type-is-code-tokens-do-not-travel-in-addresses = قيمة response_type هي code: الرموز المميزة لا تنتقل ضمن العناوين.
REST = REST
REST-for-programs = REST للبرامج
Reversed-words-aren-t-much-harder-to-guess = الكلمات المعكوسة ليست أصعب كثيرًا في التخمين.
Revocation = إبطال
Revocation-URI = URI الإبطال
Revoke = إبطال
Revoke-all-tokens = إبطال كل الرموز المميزة
Revoked = مُبطَل
Revoked-Because = سبب الإبطال
revoked-sign_ins-were-ended = { $revoked ->
    [zero] لم تُنهَ أي عملية تسجيل دخول.
    [one] تم إنهاء عملية تسجيل دخول واحدة.
    [two] تم إنهاء عمليتي تسجيل دخول.
    [few] تم إنهاء { $revoked } عمليات تسجيل دخول.
    [many] تم إنهاء { $revoked } عملية تسجيل دخول.
   *[other] تم إنهاء { $revoked } عملية تسجيل دخول.
}
Role = دور
role-is-given-automatically-it-cannot-be-assigned = يُمنح { $role } تلقائيًا؛ ولا يمكن إسناده.
Role-Name = اسم الدور
Role-Permission = صلاحية دور
Role-Permissions = صلاحيات الأدوار
Roles = الأدوار
Roles-of-Groups = أدوار المجموعات
Roles-of-Groups-of-a-Social-Login-Key = «أدوار المجموعات» في أحد Social Login Key
Roles-passwords-keys-and-whether-a-user-is-enabled-are--fa50941e = الأدوار وكلمات المرور والمفاتيح وتفعيل المستخدم أو تعطيله: كلها خارج متناول رمز مميز ليس له النطاق all.
Roles-That-May-Connect = الأدوار التي يمكنها التوصيل
Roles-That-May-Use-All-Tokens = الأدوار التي يمكنها استخدام كل الرموز المميزة
Rotate-secret = تدوير السر
Rotate-signing-keys = تدوير مفاتيح التوقيع
Rotate-the-secret = تدوير السر
Rotate-the-signing-keys = تدوير مفاتيح التوقيع
RS256 = RS256
Salesforce = Salesforce
Salesforce-login-host = مضيف تسجيل الدخول إلى Salesforce
Save = حفظ
Save-it-then-choose-Get-OpenID-Configuration-under-Acti-85697141 = احفظ، ثم اختر «جلب تكوين OpenID» من «الإجراءات»: تُملأ العناوين وتُثبَّت جهة الإصدار.
Saved-The-user-is-a-manager-now-and-has-to-sign-in-agai-15f12871 = تم الحفظ. أصبح المستخدم مديرًا الآن وعليه تسجيل الدخول من جديد. إذا كان شخص آخر قد عيّن كلمة مروره، فاطلب منه أولًا تعيين كلمة جديدة.
Saved-The-user-is-a-manager-now-and-has-to-sign-in-agai-772bc9ca = تم الحفظ. أصبح المستخدم مديرًا الآن وعليه تسجيل الدخول من جديد؛ وأُبطل مفتاح API الخاص به. إذا كان شخص آخر قد عيّن كلمة مروره، فاطلب منه أولًا تعيين كلمة جديدة.
Says-whose-account-was-connected = يبيّن حساب مَن تم توصيله.
Scan-the-code-again-the-page-was-too-old = امسح الرمز من جديد: كانت الصفحة قديمة جدًا.
Scan-this-with-the-app-on-your-telephone-such-as-Aegis--a881792e = امسح هذا بالتطبيق على هاتفك، مثل Aegis أو Google Authenticator أو مدير كلمات المرور لديك؛ أو أدخل المفتاح كتابةً.
Scope = النطاق
scope-a-permission-that-only-the-app-knows = { $scope } (إذن لا يعرفه إلا التطبيق)
Scope-Separator = فاصل النطاقات
Scopes = النطاقات
Scopes-exercised = النطاقات المستخدمة فعليًا
Scopes-never-needed = نطاقات لم تلزم قط
Search = بحث
Search-my-apps = البحث في تطبيقاتي
Search-records = البحث في «{ $records }»
Second-Factor = العامل الثاني
Second-factor = العامل الثاني
second-factor-only = عامل ثانٍ فقط
seconds = ثانية
Secret-Made = تاريخ إنشاء السر
Secrets = الأسرار
Secrets-and-files-were-not-kept-enter-them-once-more = لم تُحفظ الأسرار والملفات: أدخلها مرة أخرى.
Security = الأمان
See-all-with-what-fixes-them = عرض الكل مع طريقة الإصلاح
See-why = عرض السبب
Send-a-test-message = إرسال رسالة تجريبية
Send-again = إعادة الإرسال
Send-the-code = إرسال الرمز
Send-the-link = إرسال الرابط
Sender = المرسِل
Sends-a-mail-to-your-own-address-at-once-and-says-what--1f6b50b8 = يرسل رسالة إلى عنوانك فورًا، ويعرض ما أجاب به الخادم.
Sends-a-mail-with-a-link-by-which-the-user-sets-a-passw-1e21da6b = يرسل رسالة فيها رابط يعيّن به المستخدم كلمة مرور فيُسجَّل دخوله. دون خادم بريد يُعرض الرابط لتسليمه. ويتوقف أي رابط سابق عن العمل.
Sends-the-same-message-once-more = يرسل الرسالة نفسها مرة أخرى.
Sent = المُرسَل
Sent-along-to-the-other-side-one-a-line-as-key-value-su-25900b2a = تُرسل إلى الطرف الآخر، واحد في كل سطر بصيغة key=value، مثل access_type=offline.
Sentence-on-the-Sign_in-Page = جملة في صفحة تسجيل الدخول
Sequences-like-abc-or-6543-are-easy-to-guess = التسلسلات مثل abc أو 6543 سهلة التخمين.
Serious = خطير
Serve-it-over-https = شغّل الموقع عبر https
Service = الخدمة
Services = الخدمات
Services-such-as-Google-or-Xero-that-this-site-and-the--0654e5d9 = خدمات مثل Google أو Xero يستخدمها هذا الموقع، ونظام ERP من خلفه، بحسابات الأشخاص. (التطبيق الذي يسجّل الأشخاص الدخول إليه عبر هذا الموقع هو عميل OAuth.)
Session = جلسة
Sessions = الجلسات
Set-a-new-password = تعيين كلمة مرور جديدة
Set-FRONTDESK-BASE-URL-to-the-https-address-host-until--6ef36b70 = عيّن FRONTDESK_BASE_URL إلى عنوان https ‏({ $host }): حتى ذلك الحين لا تُعلَّم ملفات تعريف الارتباط بأنها آمنة، وتؤدي الروابط إلى http.
Set-it-up = إعداد
Set-one-up = إعداد تطبيق
Set-the-password = تعيين كلمة المرور
Set-up = إعداد
Set-up-a-second-factor = إعداد عامل ثانٍ
Set-up-After-your-password-you-are-asked-for-the-code-t-237e5ba7 = تم الإعداد. بعد كلمة المرور يُطلب منك الرمز الذي يعرضه التطبيق.
Set-up-an-authenticator-app-or-a-passkey-first = أعدّ تطبيق مصادقة أو مفتاح مرور أولًا.
Set-up-the-site = إعداد الموقع
Set-up-this-site = إعداد هذا الموقع
Set-your-password = تعيين كلمة مرورك
Set-your-password-and-you-are-in = عيّن كلمة مرورك، وسيُسجَّل دخولك.
Settings = الإعدادات
Settings-for-app = إعدادات { $app }
Settings-to-copy = إعدادات للنسخ
Settings-to-copy-at-each-OAuth-Client = إعدادات للنسخ، لدى كل عميل OAuth
Settings-to-copy-with-the-secret-filled-in = إعدادات للنسخ، مع السر
shield = درع
Shop-domain = مجال المتجر
Short-keyboard-patterns-are-easy-to-guess = أنماط لوحة المفاتيح القصيرة سهلة التخمين.
Shortest-Password = الحد الأدنى لطول كلمة المرور
Show = عرض
Show-all = عرض الكل
Show-password = إظهار كلمة المرور
Shown-on-the-sign_in-page-when-apps-ask-for-consent-and-3d74735d = يظهر في صفحة تسجيل الدخول، وعندما تطلب التطبيقات الموافقة، وفي لوحة الإدارة.
Shown-when-people-are-asked-for-their-consent = يظهر عند طلب موافقة الأشخاص.
Sign-a-device-in = تسجيل دخول جهاز
Sign-ID-Tokens-with-the-Secret-HS256 = توقيع رموز الهوية بالسر (HS256)
Sign-in = تسجيل الدخول
Sign-in-again = تسجيل الدخول من جديد
Sign-in-another-way = تسجيل الدخول بطريقة أخرى
Sign-in-as-somebody-else = تسجيل الدخول باسم شخص آخر
Sign-in-first = سجّل الدخول أولًا
Sign-in-here-first = سجّل الدخول هنا أولًا
Sign-in-there-with-the-account-that-you-want-to-sign-in-0996617a = سجّل الدخول هناك بالحساب الذي تريد تسجيل الدخول به هنا أيضًا. ثم تعود.
Sign-in-to-use-this = سجّل الدخول لاستخدام هذا.
Sign-in-with-a-code = تسجيل الدخول برمز
Sign-in-with-a-link = تسجيل الدخول برابط
Sign-in-with-a-passkey = تسجيل الدخول بمفتاح مرور
Sign-In-with-an-Emailed-Code = تسجيل الدخول برمز يُرسل بالبريد الإلكتروني
Sign-in-with-provider = تسجيل الدخول باستخدام { $provider }
Sign-out = تسجيل الخروج؟
Sign-out-at-provider = تسجيل الخروج من { $provider }
Sign-out-everywhere = تسجيل الخروج من كل مكان
Sign-out-everywhere-else = تسجيل الخروج من كل الأماكن الأخرى
Sign-out-here = تسجيل الخروج هنا
Sign-out-there = تسجيل الخروج هناك
Sign-Out-There-Too = تسجيل الخروج هناك أيضًا
Sign-ups = إنشاء الحسابات
Sign_in = تسجيل الدخول
Sign_in-link = رابط تسجيل الدخول
Sign_in-page = صفحة تسجيل الدخول
Sign_ins = طرق تسجيل الدخول
Signature-issuer-audience-and-nonce-were-checked-as-an--bf374e1a = تم التحقق من التوقيع وجهة الإصدار والجهة المستهدفة (audience) وnonce كما يجب على التطبيق أن يفعل.
Signed-In = وقت تسجيل الدخول
Signed-in-as-user = تم تسجيل الدخول باسم { $user }.
Signed-in-now = المسجَّل دخولهم الآن
Signed-Out-At-the-Latest-After = تسجيل الخروج في كل الأحوال بعد
Signed-out-there = تم تسجيل الخروج هناك.
Signed-Out-Without-Use-After = تسجيل الخروج دون استخدام بعد
Signed-requests-are-verified-with-the-app-s-public-keys-e8ae3205 = يُتحقَّق من الطلبات الموقّعة بالمفاتيح العامة للتطبيق: أدخلها، أو أدخل عنوانها.
Signed-Token = رمز مميز موقَّع
Signed-Userinfo = ‏Userinfo موقّع
Signing-in = تسجيل الدخول
Signing-in-as-email = تسجيل الدخول باسم { $email }
Signing-in-with-provider-was-switched-off-in-the-meantime = أُوقف تسجيل الدخول باستخدام { $provider } في هذه الأثناء.
Signing-Keys = مفاتيح التوقيع
Signing-keys = مفاتيح التوقيع
signs = يوقّع
Signs-in-with = طرق تسجيل الدخول
Signs-People-In = يسجّل دخول الأشخاص
Signs-you-in-through-this-client-in-this-browser-as-the-830a1c80 = يسجّل دخولك عبر هذا العميل، في هذا المتصفح، كما يفعل التطبيق، ويعرض كل طلب ورد. تُبطَل الرموز المميزة بمجرد عرضها.
Signup-is-Disabled = إنشاء الحسابات معطّل
Since-its-last-use = منذ آخر استخدام له.
Since-moment = منذ { $moment }
since-moment-Connecting-again-takes-the-place-of-this-connection = منذ { $moment }. إعادة التوصيل تحل محل هذا الاتصال.
Site = الموقع
Six-digits = ستة أرقام.
Skip-Authorization = تخطي التفويض
Skip-to-the-page = الانتقال إلى محتوى الصفحة
Social-Login = تسجيل الدخول الاجتماعي
Social-Login-Key = مفتاح تسجيل الدخول الاجتماعي
Social-Login-Key-name-not-found = لم يُعثر على مفتاح تسجيل الدخول الاجتماعي { $name }
Social-Login-Keys = مفاتيح تسجيل الدخول الاجتماعي
Social-Login-Keys-Base-URL = مفاتيح تسجيل الدخول الاجتماعي: عنوان URL الأساسي
Social-Login-Provider = مزوّد تسجيل الدخول الاجتماعي
Somebody-else-has-signed-in-here-in-the-meantime-Nothin-dfd08d95 = سجّل شخص آخر الدخول هنا في هذه الأثناء. لم يتغيّر شيء.
Somebody-you-we-hope-asked-for-a-new-password-for-your-account = طلب أحدهم، ونرجو أن يكون أنت، كلمة مرور جديدة لحسابك.
Something-did-not-go-as-it-should-see-below = حدث شيء على غير ما ينبغي: انظر أدناه.
Something-else-is-asked-for-here = المطلوب هنا شيء آخر.
Something-in-the-request-is-not-as-the-service-wants-it-fb86c4bc = في الطلب شيء لا تقبله الخدمة: قارن النطاقات ومعاملات الاستعلام وPKCE في التطبيق المتصل بوثائقها.
Something-went-wrong = حدث خطأ ما
Something-went-wrong-on-our-side-The-reference-leads-to-8bd7f850 = حدث خطأ ما من جانبنا. يدلّ الرقم المرجعي على السبب في السجل.
Sorry-Signup-from-Website-is-disabled-Ask-the-administr-724e6da2 = عذرًا. إنشاء الحسابات من الموقع معطّل. اطلب حسابًا من مسؤول هذا الموقع.
Space = مسافة
Stands-before-the-words = يظهر قبل الكلمات.
Stands-in-the-browser-s-tab-Left-out-the-logo = يظهر في علامة تبويب المتصفح. إذا تُرك: الشعار.
Start-and-length-of-a-page-are-not-negative = بداية الصفحة وطولها لا يكونان بالسالب.
Start-from-a-service = البدء من خدمة
Start-from-an-application = البدء من تطبيق
STARTTLS = STARTTLS
STARTTLS-and-TLS-the-server-s-certificate-must-be-good--70cafe8d = ‏STARTTLS وTLS: يجب أن تكون شهادة الخادم صالحة. None: فقط لخادم على هذا الجهاز.
State = الحالة
Status = الحالة
Status-401-with-this-header-From-it-apps-such-as-AI-ass-88268f33 = الحالة 401 مع هذه الترويسة. منها تعثر التطبيقات، مثل مساعدات الذكاء الاصطناعي التي تستخدم MCP، على { $address }، ثم على هذا الموقع، وتسجّل دخول الأشخاص هنا.
status-status-to-address-redirects-are-not-followed = الحالة { $status } إلى { $address } (لا تُتّبع عمليات إعادة التوجيه)
status-status-with-a-web-page = الحالة { $status } مع صفحة ويب
status-status-with-something-without-a-type = الحالة { $status } مع محتوى بلا نوع
status-status-with-type = الحالة { $status } مع { $type }
Stay-connected-when-you-are-signed-out = البقاء متصلًا بعد تسجيل خروجك
Stay-signed-in = البقاء مسجَّل الدخول
Straight-rows-of-keys-are-easy-to-guess = صفوف المفاتيح المتجاورة سهلة التخمين.
Strong = قوية
Subject = الموضوع
Success = نجاح
Success-URI = URI النجاح
success-uri-is-neither-a-path-of-this-site-nor-an-addre-64a4672c = قيمة success_uri ليست مسارًا في هذا الموقع ولا عنوانًا من مصدر مسجَّل في التطبيق المتصل («مصادر العودة»).
Such-as-lost-the-telephone-seen-in-person-It-is-logged--c39545a1 = مثلًا: فقد الهاتف، حضر شخصيًا. يُدوَّن ذلك في السجل، ويقرؤه المستخدم.
Switch-it-off = إيقافه
Switch-off = إيقاف
Switch-the-client-on = تفعيل العميل
System = النظام
System-Manager = System Manager
System-Manager-may-change-everything-here-A-role-with-d-d857e753 = يمكن لـ System Manager تغيير كل شيء هنا. الدور الذي له الوصول إلى لوحة الإدارة يجعل المستخدم System User.
System-Managers-may-always-do-everything-this-cannot-be-changed = يمكن لـ System Manager فعل كل شيء دائمًا: لا يمكن تغيير ذلك.
System-Managers-see-everything-Take-that-role-from-the--35150a1a = يرى System Manager كل شيء. اسحب هذا الدور من المستخدم أولًا.
System-Managers-without-a-second-factor-names = مستخدمون بدور System Manager بلا عامل ثانٍ: { $names }
System-Settings = إعدادات النظام
System-User-if-a-role-has-desk-access-else-Website-User = ‏System User إذا كان لأحد الأدوار الوصول إلى لوحة الإدارة، وإلا Website User.
Take-away = سحب
Take-back = سحب الإذن
Taken-at-Once = الانتقال إليه مباشرةً
Tell-it-to-nobody-If-you-did-not-ask-for-it-there-is-no-a3a2e599 = لا تخبر به أحدًا. إذا لم تطلبه، فلا يلزمك شيء.
Tells-the-ERP-when-a-connection-starts-failing-must-be--9361d2f5 = يُعلم نظام ERP عندما يبدأ اتصال بالتعثر، أو يجب إنشاؤه من جديد، أو يعود إلى العمل.
Terms = الشروط
Terms-of-Service-URI = URI شروط الخدمة
Test-sign_in = تجربة تسجيل الدخول
text-is-not-a-date-such-as-2026_11_21-or-2026_11_21-14-30-00 = ‏{ $text } ليس تاريخًا مثل ⁦2026-11-21⁩ أو ⁦2026-11-21 14:30:00⁩.
text-is-not-an-https-address = ‏{ $text } ليس عنوان https.
text-is-too-light-to-be-read-on-our-pages-The-nearest-t-3658e18c = اللون { $text } فاتح جدًا ولا يُقرأ في صفحاتنا. أقرب لون يمكن قراءته هو { $hex }.
That-is-a-trouble-of-the-service-s-own-try-again-later = هذه مشكلة لدى الخدمة نفسها: أعد المحاولة لاحقًا.
The-account-is-linked-you-can-sign-in-with-it = تم ربط الحساب: يمكنك تسجيل الدخول به.
The-account-is-unlinked = تم فك ربط الحساب.
The-account-of-present-gets-wanted-back-Every-sign_in-e-32e59265 = يستعيد حساب { $present } البريد { $wanted }. تنتهي كل عمليات تسجيل الدخول، وتعيّن كلمة مرور جديدة.
The-accounts-address-of-your-data-centre-as-seen-in-the-440d9664 = عنوان الحسابات لمركز بياناتك، كما يظهر في المتصفح عند تسجيل الدخول إلى Zoho: ‏accounts.zoho.com أو ⁦.eu⁩ أو ⁦.in⁩ أو ⁦.com.au⁩ أو ⁦.jp⁩ أو accounts.zohocloud.ca.
the-address-names-a-user-before-the-host-leave-that-out = يذكر العنوان مستخدمًا قبل المضيف (⁦…@⁩): احذفه
The-address-of-a-picture-for-apps-that-show-one-People--0c5ccbc1 = عنوان صورة، للتطبيقات التي تعرض صورة. يرفع الأشخاص صورهم في «حسابي».
The-address-of-a-picture-starts-with-https = يبدأ عنوان الصورة بـ ⁦https://⁩
The-address-of-authentik-without-https-as-seen-in-the-browser = عنوان authentik دون ⁦https://⁩، كما يظهر في المتصفح.
The-address-of-Keycloak-without-https-versions-before-1-39e6eba1 = عنوان Keycloak دون ⁦https://⁩؛ وفي الإصدارات السابقة للإصدار 17 يجب أن ينتهي بـ ⁦/auth⁩.
The-address-of-the-Frappe-or-ERPNext-site-without-https-6036a722 = عنوان موقع Frappe أو ERPNext دون ⁦https://⁩، كما يظهر في المتصفح.
The-address-of-the-Frontdesk-server-without-https-as-se-5e9e4690 = عنوان خادم Frontdesk دون ⁦https://⁩، كما يظهر في المتصفح.
The-address-of-your-GitLab-without-https-gitlab-com-unl-15ecf692 = عنوان GitLab الخاص بك دون ⁦https://⁩؛ وهو gitlab.com ما لم يكن لديك خادم GitLab خاص بك.
The-addresses-moved-to-another-host-so-the-client-secre-591e6865 = انتقلت العناوين إلى مضيف آخر، لذلك نُسي سر العميل.
The-administrator-of-this-site-has-not-opened-another-w-33546405 = لم يُتِح مسؤول هذا الموقع طريقة أخرى لتسجيل الدخول بعد.
The-answer-is-longer-than-32-MiB = الرد أطول من 32 ميبيبايت.
The-answer-is-of-other-not-of-issuer-it-is-not-used = الرد من { $other } وليس من { $issuer }: لن يُستخدم.
The-API-key-label-was-made-for-your-account-whoever-has-fe1e1f27 = أُنشئ مفتاح API ‏{ $label } لحسابك: من يملك سره يمكنه استخدام ما خُصّص له المفتاح، { $scopes }.
The-API-key-of-email-is-asleep = مفتاح API الخاص بـ { $email } خامل
The-API-s-own-address-https-mcp-example-com-mcp-exactly-f65f7165 = عنوان واجهة API نفسها (https://mcp.example.com/mcp)، كما تسمّيها التطبيقات حرفًا بحرف: هو الجهة المستهدفة (aud) لرموزها المميزة. لا يعمل رمز واجهة API لدى غيرها.
The-API-s-Own-Client = عميل واجهة API نفسها
The-API-secret-of-email-works-until-at = سر API الخاص بـ { $email } يعمل حتى { $at }
The-app-asked-to-send-you-to-an-address-that-is-not-reg-acaa1906 = طلب التطبيق توجيهك إلى عنوان غير مسجَّل له، لذلك لن تُوجَّه إليه.
The-app-at-address-could-not-be-looked-up-why = تعذّر الاطلاع على التطبيق على { $address }: { $why }
The-app-by-itself = التطبيق بنفسه
The-app-did-not-say-which-one-it-is-client-id-is-missing = لم يبيّن التطبيق هويته: client_id ناقص.
The-app-has-no-Back_Channel-Logout-URI-any-more = لم يعد للتطبيق ‏URI تسجيل الخروج (back-channel).
The-app-is-open-to-people-with-one-of-these-roles-allow-474c9cfb = التطبيق متاح لمن لديه أحد هذه الأدوار: { $allowed_roles }. آخر من حاول هو { $user }، وليس لديه أي منها.
The-app-may-fetch-tokens-with-its-own-secret = يمكن للتطبيق جلب رموز مميزة بسره الخاص.
The-app-recorded-itself-From-now-on-people-may-sign-in--2741f052 = سجّل التطبيق نفسه. من الآن يمكن للأشخاص تسجيل الدخول عبره.
The-app-s-access-was-taken-away = سُحب وصول التطبيق.
The-app-s-addresses-were-changed-in-the-meantime-Go-bac-db9148d6 = تغيّرت عناوين التطبيق في هذه الأثناء. عُد إلى التطبيق وابدأ من جديد.
The-app-s-public-keys-as-a-JSON-Web-Key-Set-for-stateme-424d3c36 = المفاتيح العامة للتطبيق بصيغة JSON Web Key Set، للإفادات والطلبات التي يوقّعها. أو اذكر أين ينشرها.
The-app-s-request-is-too-long = طلب التطبيق طويل جدًا.
The-app-sent-name-more-than-once = أرسل التطبيق { $name } أكثر من مرة.
The-app-wants-you-to-prove-again-who-you-are-and-provid-cd948c4f = يريد التطبيق أن تثبت هويتك من جديد، ولا يمكن طلب ذلك من { $provider }. سجّل الدخول بطريقة أخرى.
The-app-wants-you-to-prove-again-who-you-are-but-provid-bb27d45d = يريد التطبيق أن تثبت هويتك من جديد، لكن { $provider } لم يطلب ذلك.
The-application-that-you-come-from-is-not-here-any-more = التطبيق الذي أتيت منه لم يعد موجودًا هنا.
The-apps-that-may-have-tokens-for-it-None-every-app = التطبيقات التي يمكنها الحصول على رموز مميزة له. إذا لم يُذكر أي منها: كل التطبيقات.
The-authenticator-app-is-set-up = تم إعداد تطبيق المصادقة.
The-authenticator-app-was-removed = أُزيل تطبيق المصادقة.
The-authenticator-app-was-removed-from-your-account = أُزيل تطبيق المصادقة من حسابك.
The-Authorization-URI-is-missing-on-the-Connected-App = ‏«URI التفويض» ناقص في التطبيق المتصل.
The-body-is-not-a-JSON-object = المتن ليس كائن JSON.
The-body-is-not-JSON-error = المتن ليس JSON: { $error }
The-browser-did-not-use-a-passkey-Try-again-or-go-another-way = لم يستخدم المتصفح مفتاح مرور. أعد المحاولة، أو اختر طريقة أخرى.
The-browser-s-answer-was-not-understood-Try-again = لم يُفهم رد المتصفح. أعد المحاولة.
The-certificate-could-not-be-renewed = تعذّر تجديد الشهادة
The-certificate-is-for-another-host = الشهادة لمضيف آخر
The-certificate-is-good-until-until = الشهادة صالحة حتى { $until }
The-client-does-not-sign-people-in-there-is-nothing-to-try = هذا العميل لا يسجّل دخول الأشخاص: لا شيء للتجربة.
The-Client-Id-the-Client-Secret-or-the-way-it-is-sent-T-974b1d28 = «معرّف العميل» أو «سر العميل» أو طريقة إرساله («طريقة المصادقة في نقطة نهاية الرموز») غير صحيحة في التطبيق المتصل.
The-client-is-switched-off = العميل معطّل.
The-client-is-switched-off-switch-it-on-first-Settings-Enabled = العميل معطّل: فعّله أولًا («الإعدادات»، «مفعّل»).
the-client-itself = العميل نفسه
The-client-secret-that-you-typed-is-not-the-client-s-th-c8644c7a = سر العميل الذي كتبته ليس سر هذا العميل: سيُرفض التطبيق هنا بالخطأ invalid_client.
The-client-secret-that-you-typed-is-right = سر العميل الذي كتبته صحيح.
The-client-secret-was-forgotten = نُسي سر العميل.
The-client-that-is-registered-there-may-not-do-this-loo-49d6a88d = لا يُسمح بذلك للعميل المسجَّل هناك: راجع إعداداته في وحدة تحكم الخدمة.
The-client-that-this-API-is-here-it-may-ask-about-the-t-285ffa55 = العميل الذي تمثّله واجهة API هذه هنا: يمكنه الاستعلام عن الرموز المُصدرة لها (introspection)، وتبديلها حيث تسمح واجهة API أخرى بذلك.
The-client-was-changed-Ask-the-person-to-try-again = تغيّر العميل. اطلب من الشخص إعادة المحاولة.
The-clients-of-other-APIs-that-may-exchange-the-token-t-48923a91 = عملاء واجهات API الأخرى الذين يمكنهم تبديل الرمز الذي استُدعوا به برمز لواجهة API هذه. إذا لم يُذكر أي منهم: لا أحد.
The-clients-that-act-in-the-user-s-name-with-it-the-las-f6b8bff6 = العملاء الذين يعملون به باسم المستخدم، الأخير أولًا (تبديل الرموز).
The-code = الرمز
The-Connected-App-now-leads-to-another-host-what-was-co-a668d282 = التطبيق المتصل يؤدي الآن إلى مضيف آخر: لا يُعرض عليه ما كان متصلًا بالمضيف السابق.
The-Connected-App-was-changed-in-the-meantime-Nothing-w-adae818a = تغيّر التطبيق المتصل في هذه الأثناء. لم يتم توصيل شيء: أعد المحاولة.
The-connection-of-whose-to-provider-is-failing = اتصال { $whose } بـ { $provider } متعثر
The-connection-to-provider-must-be-made-again-why = يجب إنشاء الاتصال بـ { $provider } من جديد. { $why }
The-consent-was-not-given-there-Connect-again-and-allow-it = لم تُمنح الموافقة هناك. أعد التوصيل واسمح بذلك.
The-consent-was-used-up-withdrawn-or-has-expired-there--18bdc30a = استُهلكت الموافقة هناك أو سُحبت أو انتهت صلاحيتها: يجب إعادة توصيل الحساب.
The-credentials-in-the-Authorization-header-are-not-valid = بيانات الاعتماد في الترويسة Authorization غير صالحة.
The-database-cannot-be-written-to-or-read-right-now-Not-ab9f280c = لا يمكن الآن الكتابة في قاعدة البيانات أو القراءة منها. لم يتغيّر شيء؛ أعد المحاولة بعد لحظات.
The-database-is-damaged = قاعدة البيانات تالفة
The-day-day-month-year = { $day } { $month ->
    [1] يناير
    [2] فبراير
    [3] مارس
    [4] أبريل
    [5] مايو
    [6] يونيو
    [7] يوليو
    [8] أغسطس
    [9] سبتمبر
    [10] أكتوبر
    [11] نوفمبر
   *[12] ديسمبر
} { $year }
The-device-is-signed-in = تم تسجيل دخول الجهاز
The-device-was-refused = تم رفض الجهاز
The-email-is-not-verified = البريد الإلكتروني غير مؤكَّد
the-email-is-verified-there-and-its-domain-is-trusted-s-6878a0be = البريد الإلكتروني مؤكَّد هناك ومجاله موثوق به، لذا سيُربط الحساب الموجود هناك.
The-email-of-your-account-is-email-now = البريد الإلكتروني لحسابك هو الآن { $email }.
the-email-was-set-back = أُعيد البريد الإلكتروني السابق
The-file-is-not-in-UTF_8-save-it-from-the-spreadsheet-a-5c6d8835 = الملف ليس بترميز UTF-8: احفظه من جدول البيانات بصيغة CSV UTF-8.
the-filter-filter = عامل التصفية { $filter }
The-form-s-CSRF-token-was-missing-or-of-another-session-02cd98ce = رمز CSRF للنموذج ناقص أو يعود إلى جلسة أخرى: صفحة قديمة، أو طلب من موقع آخر.
The-Frappe-or-ERPNext-site-that-people-sign-in-with = موقع Frappe أو ERPNext الذي يسجّل الأشخاص الدخول به.
The-Frontdesk-that-people-have-their-account-at = خادم Frontdesk الذي لدى الأشخاص حساباتهم عليه.
The-grant-of-this-trial-was-revoked-none-of-the-tokens--7729c09f = أُبطل الإذن الخاص بهذه التجربة: لم يعد أي من الرموز المميزة أعلاه يعمل.
The-groups-roles-that-you-are-in = المجموعات (الأدوار) التي تنتمي إليها
the-guide = الدليل
The-guide-has-no-such-page = لا توجد صفحة كهذه في الدليل.
The-host-or-its-address-with-a-path-that-relative-addre-81b28f93 = المضيف، أو عنوانه مع مسار، الذي تبدأ به العناوين النسبية (في «الأمان»).
the-host-sent-sent-registered-registered = المضيف: المُرسَل «{ $sent }»، والمسجَّل «{ $registered }»
The-ID-token-says-what-the-granted-scopes-release-name--d6a36a01 = يبيّن رمز الهوية ما تتيحه النطاقات الممنوحة: الاسم والبريد الإلكتروني والمجموعات. كثير من التطبيقات لا تنظر في غيره. عند التعطيل: تستعلم من userinfo.
The-ID-tokens-of-app-are-signed-with-its-secret = رموز الهوية الخاصة بالتطبيق { $app } موقّعة بسرّه
The-implicit-grant-does-not-exist-here-tokens-would-tra-f4a0f080 = المنح Implicit لا وجود له هنا: فيه تنتقل الرموز المميزة ضمن العناوين. استخدم Authorization Code مع PKCE.
The-invitation-is-on-its-way-to-email = الدعوة في طريقها إلى { $email }.
The-key-was-revoked = أُبطل المفتاح.
The-key-without-a-name = المفتاح الذي بلا اسم
The-keys-at-uri-cannot-be-used-why = لا يمكن استخدام المفاتيح الموجودة على { $uri }: { $why }.
The-label-moved-to-another-host-so-the-client-secret-wa-c5cdf2df = انتقل «{ $label }» إلى مضيف آخر، لذلك نُسي سر العميل.
The-last-backup-came-to-nothing = آخر نسخة احتياطية لم تنجح
The-last-backup-is-from-at = آخر نسخة احتياطية بتاريخ { $at }
The-last-one-should-not-be-older = ينبغي ألا تكون آخر نسخة أقدم من ذلك.
The-link-in-it-has-expired = انتهت صلاحية الرابط الوارد فيها.
The-link-works-once-for-an-hour-If-you-did-not-ask-for--726ae485 = يعمل الرابط مرة واحدة، ولمدة ساعة. إذا لم تطلبه، فلا يلزمك شيء.
The-link-works-once-for-an-hour-Setting-a-new-password--087afb7f = يعمل الرابط مرة واحدة، ولمدة ساعة. تعيين كلمة مرور جديدة يسجّل خروجك من كل مكان.
The-link-works-once-for-seven-days-You-sign-in-with-email = يعمل الرابط مرة واحدة، ولمدة سبعة أيام. تسجّل الدخول بالعنوان { $email }.
The-longer-a-secret-lives-the-more-places-it-has-been-c-475deaa2 = كلما طال عمر السر زادت الأماكن التي نُسخ إليها. دوّره: يبقى القديم يعمل للمدة التي تختارها، ليتسنى تحويل التطبيق.
The-longest-password-that-is-accepted-has-most-characters = { $most ->
    [one] أطول كلمة مرور مقبولة هي حرف واحد.
    [two] أطول كلمة مرور مقبولة هي حرفان.
    [few] أطول كلمة مرور مقبولة هي { $most } أحرف.
    [many] أطول كلمة مرور مقبولة هي { $most } حرفًا.
   *[other] أطول كلمة مرور مقبولة هي { $most } حرف.
}
The-mail-is-on-its-way = الرسالة في طريقها.
The-mail-server-host-cannot-be-found-why = تعذّر العثور على خادم البريد { $host }: { $why }
The-mail-server-host-did-not-take-it-why = لم يقبل خادم البريد { $host } الرسالة: { $why }
The-mail-server-takes-messages-of-this-site = خادم البريد يقبل رسائل هذا الموقع.
The-mail-server-took-the-message-for-to-answer = قبِل خادم البريد الرسالة الموجّهة إلى { $to }: { $answer }
The-most-that-such-an-app-may-ask-for = أقصى ما يمكن لتطبيق كهذا طلبه.
The-most-that-the-app-may-ask-for-names-of-OAuth-Scopes-77b68db2 = أقصى ما يمكن للتطبيق طلبه: أسماء نطاقات OAuth. ‏openid: من هو الشخص. groups: أدواره. offline_access: يبقى مسجَّل الدخول عندما يسجّل الشخص الخروج هنا. أضف all عن قصد فقط: به يمكن للتطبيق فعل كل ما يمكن لمستخدمه فعله هنا.
The-name-of-one-of-this-site-s-signs-app-person-mail-ph-cf4fa2da = اسم إحدى أيقونات هذا الموقع: app أو person أو mail أو phone أو place أو shield أو clock أو key. إذا تُرك: أيقونة المزوّد.
The-name-that-people-see-when-they-are-asked-for-their-consent = الاسم الذي يراه الأشخاص عند طلب موافقتهم.
The-name-that-people-see-when-they-connect-their-account = الاسم الذي يراه الأشخاص عند توصيل حساباتهم.
The-new-certificate-is-not-taken = لم تُقبل الشهادة الجديدة
The-new-keys-are-published-They-sign-in-an-hour-the-old-b7fee57c = نُشرت المفاتيح الجديدة. تبدأ التوقيع بعد ساعة؛ وتبقى القديمة منشورة ليوم بعد ذلك.
The-OAuth-Resource-that-it-is-for-Empty-this-site = مورد OAuth الذي هو له. فارغ: هذا الموقع.
The-OAuth-Scopes-that-mean-something-there-its-tokens-h-668ceb22 = نطاقات OAuth التي لها معنى هناك: ليس لرموزه المميزة غيرها. إذا تُرك فارغًا: كل ما مُنح.
The-old-secret-stops-working-at-once = يتوقف السر القديم عن العمل فورًا.
The-old-secret-works-until-until = يعمل السر القديم حتى { $until }.
The-one-key-that-an-account-has-in-the-Frappe-Framework-2723c372 = المفتاح الوحيد الذي يكون للحساب في Frappe Framework، للبرامج التي لا تعرف غيره. يمكنه فعل كل ما يمكنك فعله.
The-OpenID-Configuration-at-address-cannot-be-used-why = لا يمكن استخدام تكوين OpenID الموجود على { $address }: { $why }.
The-OpenID-Configuration-says-that-it-is-of-issuer-whic-9621ae66 = يذكر تكوين OpenID أن جهة إصداره { $issuer }، وهي هذا الموقع نفسه. يذكر موقع Frappe ذلك عندما يكون لديه مفتاح تسجيل دخول اجتماعي يؤدي إلى هنا: أدخل عناوينه يدويًا.
The-operator-at-the-command-line = المشغّل عند سطر الأوامر.
The-other-side = الطرف الآخر
the-other-side = الطرف الآخر
the-other-side-does-not-say = الطرف الآخر لا يذكر ذلك
The-other-side-gave-no-refresh-token-connect-again-to-g-35015240 = لم يُعطِ الطرف الآخر رمز تحديث: أعد التوصيل للحصول على رمز مميز جديد.
The-other-side-says-code = رسالة الطرف الآخر: { $code }.
The-other-side-says-description-code = رسالة الطرف الآخر: { $description } ({ $code }).
The-other-side-sent-name-twice = أرسل الطرف الآخر { $name } مرتين.
The-other-side-sent-people-back-without-a-code = أعاد الطرف الآخر الأشخاص دون رمز تفويض.
The-other-side-was-asked-just-now-try-again-in-half-a-minute = طُلب ذلك من الطرف الآخر للتو: أعد المحاولة بعد نصف دقيقة.
The-part-after-the-is-not-a-host-name = الجزء الذي بعد @ ليس اسم مضيف.
The-passkey-has-another-name = صار لمفتاح المرور اسم آخر.
the-passkey-label-last-used-moment = مفتاح المرور «{ $label }»، آخر استخدام: { $moment }
The-passkey-was-added = أُضيف مفتاح المرور.
The-passkey-was-not-taken-it-is-not-made-for-this-site--f997b6c2 = لم يُقبل مفتاح المرور: لم يُنشأ لهذا الموقع، أو فات الأوان. أعد المحاولة.
The-passkey-was-not-taken-Try-again = لم يُقبل مفتاح المرور. أعد المحاولة.
The-passkey-was-removed-Remove-it-from-your-device-too = أُزيل مفتاح المرور. أزله من جهازك أيضًا.
The-password-of-your-account-was-just-changed-You-were--e1f91ce9 = تم للتو تغيير كلمة مرور حسابك. وسُجّل خروجك من كل الأماكن الأخرى.
The-path-leads-out-of-the-API-Base-URL-of-the-Connected-App = يخرج المسار عن «عنوان URL الأساسي لـ API» للتطبيق المتصل.
the-path-sent-sent-registered-registered = المسار: المُرسَل «{ $sent }»، والمسجَّل «{ $registered }»
The-picture-has-has-kB-at-most-most-kB-Make-it-smaller--af1f1144 = حجم الصورة { $has } كيلوبايت؛ والحد الأقصى { $most } كيلوبايت. صغّرها: 256 بكسل تكفي وتزيد.
The-picture-is-wider-or-higher-than-most-pixels = عرض الصورة أو ارتفاعها أكبر من { $most } بكسل.
The-picture-was-changed = تم تغيير الصورة.
The-picture-was-removed = أُزيلت الصورة.
the-port-sent-sent-registered-registered = المنفذ: المُرسَل «{ $sent }»، والمسجَّل «{ $registered }»
The-provider-gives-no-usable-id-of-the-person-property--0b21e94c = لا يعطي المزوّد معرّفًا صالحًا للشخص: { $property } فارغ أو طويل جدًا أو فيه مسافات.
The-provider-gives-no-usable-id-of-the-person-property--45730765 = لا يعطي المزوّد معرّفًا صالحًا للشخص: { $property } ناقص.
The-provider-gives-no-usable-id-of-the-person-property--f4f92e71 = لا يعطي المزوّد معرّفًا صالحًا للشخص: { $property } ليس نصًا.
The-provider-s-groups-or-roles-of-a-person-such-as-grou-e1d006d3 = مجموعات الشخص أو أدواره لدى المزوّد، مثل groups أو realm_access.roles.
The-provider-s-ID-token-is-not-believed-why = لا يمكن الوثوق برمز الهوية من المزوّد: { $why }.
The-provider-s-public-keys-with-it-an-ID-token-must-com-cd63023c = المفاتيح العامة للمزوّد: بوجودها يجب أن يصل رمز هوية ويُتحقَّق منه.
The-provider-s-stable-id-of-a-person-Empty-sub = المعرّف الثابت للشخص لدى المزوّد. إذا تُرك فارغًا: sub.
The-provider-s-stable-id-of-the-person-Whoever-has-it-t-3d5bcb88 = المعرّف الثابت للشخص لدى المزوّد. من له هذا المعرّف هناك هو هذا المستخدم هنا.
The-provider-s-userinfo-is-of-another-person-than-its-I-6c8da582 = يخص userinfo من المزوّد شخصًا غير صاحب رمز الهوية: لا يمكن الوثوق بأي منهما.
The-provider-says-that-you-did-not-allow-the-sign_in-No-3b182bbc = يفيد المزوّد بأنك لم تسمح بتسجيل الدخول. لم يتغيّر شيء. ابدأ من جديد إذا لم تقصد ذلك، أو سجّل الدخول بطريقة أخرى.
The-provider-sent-name-twice-its-answer-is-not-used-Try-again = أرسل المزوّد { $name } مرتين: لن يُستخدم رده. أعد المحاولة.
The-provider-sent-you-back-without-a-code = أعادك المزوّد دون رمز تفويض.
The-proxy-does-not-say-how-people-come = لا يبيّن الوكيل كيف يصل الأشخاص
The-proxy-does-not-say-which-request-it-asks-about-name-6f076142 = لا يبيّن الوكيل عن أي طلب يسأل: { $name } ناقص أو غير مفهوم. يعرض الأمر frontdesk proxy-config الأسطر التي يحتاج إليها.
the-query-sent-sent-registered-registered = الاستعلام: المُرسَل «{ $sent }»، والمسجَّل «{ $registered }»
The-realm-s-name-shown-in-the-admin-console-at-the-top--aea8055e = اسم الـ realm، ويظهر أعلى يسار وحدة تحكم الإدارة، وفي عناوينه بعد ⁦/realms/⁩.
The-realm-that-your-people-are-in-shown-at-the-top-left-f58fff1b = الـ realm الذي يوجد فيه مستخدموك؛ ويظهر أعلى يسار وحدة تحكم الإدارة.
The-receiver-checks-webhooks-with-it-Standard-Webhooks--17d5c0da = يتحقق به المستقبِل من طلبات Webhook (‏Standard Webhooks، ‏HMAC-SHA-256).
The-Redirect-URI-is-now-uri = ‏URI إعادة التوجيه هو الآن { $uri }
The-Redirect-URI-that-is-shown-on-the-Connected-App-is--f44bcc87 = ‏URI إعادة التوجيه المعروض في التطبيق المتصل غير مسجَّل هناك حرفًا بحرف.
The-redirect-URI-that-was-sent-is-not-registered = URI إعادة التوجيه المُرسَل غير مسجَّل
The-redirect-URI-that-was-sent-is-registered-now = URI إعادة التوجيه المُرسَل مسجَّل الآن
The-Redirect-URI-to-enter-there-is-shown-once-this-form-5f6b51c1 = يظهر URI إعادة التوجيه الذي تُدخله هناك بعد حفظ هذا النموذج؛ ويمكن إدخال معرّف العميل وسر العميل لاحقًا.
The-reference-code-of-the-request-as-in-the-log = الرقم المرجعي للطلب، كما في السجل.
The-request-broke-off-before-its-end = انقطع الطلب قبل نهايته.
the-request-could-not-be-made = تعذّر إجراء الطلب
The-request-is-larger-than-one-megabyte = الطلب أكبر من ميغابايت واحد.
The-request-is-longer-than-32-MiB = الطلب أطول من 32 ميبيبايت.
The-request-took-longer-than-half-a-minute = استغرق الطلب أكثر من نصف دقيقة.
The-role-name-is-built-in = الدور { $name } مدمج في البرنامج.
The-role-name-is-in-use-Take-it-from-them-first-uses = الدور { $name } قيد الاستخدام. اسحبه أولًا من: { $uses }.
The-role-of-new-users-if-any = دور المستخدمين الجدد، إن وُجد.
The-same = متطابقان.
The-same-as-CSV-or-text = الشيء نفسه بصيغة CSV أو نص.
The-same-signed-with-this-site-s-keys-ES256-in-X_Frontd-71fac2cc = المعلومات نفسها، موقّعة بمفاتيح هذا الموقع (ES256)، في X-Frontdesk-Jwt: التطبيق الذي يتحقق منها لا يحتاج إلى الثقة بأي وكيل. الجهة المستهدفة (aud) هي عنوان التطبيق.
the-scheme-scheme-cannot-be-called-only-https = لا يمكن استدعاء المخطط { $scheme }: بل https فقط
the-scheme-sent-sent-registered-registered = المخطط: المُرسَل «{ $sent }»، والمسجَّل «{ $registered }»
The-scope-openid-stands-for-full-name-email-picture-and-fd1e526c = النطاق openid يعني الاسم الكامل والبريد الإلكتروني والصورة والأدوار. عند التعطيل: يبيّن من هو الشخص، أما الباقي فتتيحه profile وemail وgroups.
The-second-factor-was-removed-and-the-user-was-signed-o-da7f01dd = أُزيل العامل الثاني، وسُجّل خروج المستخدم وأُبلغ بذلك.
The-secret-is-filled-in-below-It-is-shown-this-once-lea-40ece8af = السر مُدرج أدناه. يظهر هذه المرة فقط: غادر الصفحة بعد نسخه.
The-secret-of-app-is-days-days-old = { $days ->
    [zero] أُنشئ سر { $app } اليوم
    [one] مضى على سر { $app } يوم واحد
    [two] مضى على سر { $app } يومان
    [few] مضت على سر { $app } { $days } أيام
    [many] مضى على سر { $app } { $days } يومًا
   *[other] مضى على سر { $app } { $days } يوم
}
The-server-was-stopped-while-this-connection-was-being--a8f7c177 = أُوقف الخادم أثناء تجديد هذا الاتصال، فربما ضاع الرد.
The-shop-s-own-myshopify-com-domain-shown-in-the-Shopif-b3050767 = مجال myshopify.com الخاص بالمتجر، ويظهر في لوحة إدارة Shopify ضمن «Settings»، «Domains»؛ وليس المجال العام.
The-sign_in-page-leads-there-without-asking-other-ways--39678b3b = تنقل صفحة تسجيل الدخول إليه دون سؤال؛ وتبقى الطرق الأخرى على بُعد نقرة.
The-sign_in-page-says-Sign-in-with = تعرض صفحة تسجيل الدخول: تسجيل الدخول باستخدام …
the-signature-is-not-by-a-key-of-this-site = التوقيع ليس بمفتاح من هذا الموقع
The-signing-key-kid-cannot-be-read = لا يمكن قراءة مفتاح التوقيع { $kid }.
The-signing-keys-are-due-for-rotation = حان وقت تدوير مفاتيح التوقيع
The-site-has-no-such-picture = لا توجد صورة كهذه في الموقع.
The-site-is-not-served-over-https = الموقع لا يعمل عبر https
the-site-itself = الموقع نفسه
The-site-itself-is-connected = تم توصيل الموقع نفسه.
The-site-itself-is-not-connected-to-provider = الموقع نفسه غير متصل بـ { $provider }.
The-site-needs-a-name = يحتاج الموقع إلى اسم.
The-site-s-address-is-address = عنوان الموقع هو { $address }.
The-site-s-address-is-address-For-real-use-start-it-wit-cd75359a = عنوان الموقع هو { $address }. للاستخدام الفعلي شغّله مع { $variable }، أي الاسم الذي يؤدي إلى هذا الجهاز، أو ضع وكيل TLS أمامه: تجد الأسطر اللازمة في { $guide }.
The-site-s-address-is-base-url-but-the-proxy-says-that--02b52311 = عنوان الموقع هو { $base_url }، لكن الوكيل يذكر أن معظم الطلبات تأتي عبر http: تنتقل كلمات المرور والرموز المميزة إليه دون تشفير. اجعله يوجّه الأشخاص إلى https.
The-site-s-address-is-base-url-but-the-proxy-sends-no-X-8c389182 = عنوان الموقع هو { $base_url }، لكن الوكيل لا يرسل X-Forwarded-Proto: لا يُعرف هنا هل يصل الأشخاص عبر https. يعرض الأمر frontdesk proxy-config الأسطر التي يحتاج إليها.
The-site-s-address-is-http-but-people-come-by-https = عنوان الموقع http، لكن الأشخاص يصلون عبر https
The-site-s-name-and-brand-how-people-sign-in-what-is-ke-8c55ec09 = اسم الموقع وعلامته التجارية، وكيفية تسجيل دخول الأشخاص، وما يُحفظ ومدة حفظه، والنسخ الاحتياطية، ومتى ينبّه الفحص. تُعيَّن العناوين ومدد صلاحية الرموز المميزة حيث يُشغَّل الخادم.
The-six-digits-that-the-app-shows-now = الأرقام الستة التي يعرضها التطبيق الآن.
The-six-digits-that-your-authenticator-app-shows-Or-one-b0b079ef = الأرقام الستة التي يعرضها تطبيق المصادقة لديك. أو أحد رموز الاسترداد الخاصة بك، إذا لم يكن التطبيق في متناول يدك.
The-start-of-a-page-is-a-number = بداية الصفحة رقم.
The-token-at-provider-was-renewed-just-now-and-is-not-r-8be6e8a0 = جُدّد الرمز المميز لدى { $provider } للتو، ولا يُجدَّد مرة أخرى بهذه السرعة. إذا كان ما رفضته الخدمة رمزًا أقدم، فاطلب دون refused؛ وإذا كان هذا الرمز، فاطلب مرة أخرى بعد نصف دقيقة.
The-token-has-expired-and-the-other-side-gave-no-refres-19607391 = انتهت صلاحية الرمز المميز، ولم يُعطِ الطرف الآخر رمز تحديث لتجديده.
The-token-of-provider-cannot-be-sent-in-a-header = لا يمكن إرسال الرمز المميز الخاص بـ { $provider } في ترويسة.
The-token-s-scopes-held-do-not-let-it-verb-records-It-n-f58dde2c = نطاقات الرمز المميز ({ $held }) لا تتيح هذه العملية: { $verb } «{ $records }». يلزم النطاق all، أو نطاق يذكر { $type }.
The-token-was-renewed = جُدّد الرمز المميز.
The-type-that-is-limited-such-as-OAuth-Client = النوع المقيَّد، مثل عميل OAuth.
The-user-said-no = رفض المستخدم.
the-user-said-that-it-was-not-them = أفاد المستخدم بأنه لم يكن هو
The-user-whose-permissions-those-tokens-have = المستخدم الذي تحمل تلك الرموز المميزة صلاحياته.
The-webhooks-of-provider-are-not-signed = طلبات Webhook الخاصة بـ { $provider } غير موقّعة
their-account-there-is-linked-already = حسابه هناك مرتبط بالفعل.
Then-you-come-back-here = ثم تعود إلى هنا.
Then-you-go-on-to-host = ثم تتابع إلى { $host }.
There-are-more-search-for-them = هناك المزيد: ابحث عنه.
There-are-most-keys-already-revoke-one-first = بلغ عدد المفاتيح { $most } بالفعل: أبطل أحدها أولًا.
There-is-a-key-of-this-name-already-Revoke-it-first-or--29343e0f = يوجد مفتاح بهذا الاسم من قبل. أبطله أولًا، أو اختر اسمًا آخر.
There-is-no-authenticator-app = لا يوجد تطبيق مصادقة.
There-is-no-backup = لا توجد نسخة احتياطية
there-is-no-certificate-in-it-PEM = لا توجد فيه شهادة (PEM)
There-is-no-certificate-yet = لا توجد شهادة بعد
There-is-no-direction-other = لا يوجد اتجاه ترتيب باسم { $other }.
There-is-no-email-address = لا يوجد عنوان بريد إلكتروني
There-is-no-enabled-user-user = لا يوجد مستخدم مفعّل باسم { $user }.
There-is-no-mail-server-System-Settings-Email = لا يوجد خادم بريد («إعدادات النظام»، «البريد الإلكتروني»).
There-is-no-OAuth-Scope-scope-Record-it-first-with-the--0f06e4b0 = لا يوجد نطاق OAuth باسم { $scope }. سجّله أولًا، مع الكلمات التي يقرؤها الأشخاص عند الموافقة.
There-is-no-operator-operator = لا يوجد عامل مقارنة باسم { $operator }.
There-is-no-record-type-name = لا يوجد نوع سجل باسم { $name }
There-is-no-record-type-text = لا يوجد نوع سجل باسم { $text }.
There-is-no-role-role-that-could-be-given = لا يوجد دور باسم { $role } يمكن منحه.
There-is-no-service-to-connect-yet = لا توجد خدمة للتوصيل بعد
There-is-no-sign-sign-icon = لا توجد أيقونة باسم { $sign }. المتاح: { $icon }.
There-is-no-such-example = لا يوجد مثال كهذا.
There-is-no-such-passkey = لا يوجد مفتاح مرور كهذا.
There-is-no-such-picture = لا توجد صورة كهذه.
There-is-no-such-way-to-sign-in = لا توجد طريقة تسجيل دخول كهذه.
There-is-no-type-name = لا يوجد سجل من نوع { $type } باسم { $name }.
There-is-no-type-value = لا يوجد سجل من نوع { $type } باسم { $value }.
There-is-no-type-yet = لا يوجد أي { $type } بعد
There-is-nothing-at-this-address = لا يوجد شيء في هذا العنوان.
There-is-nothing-here-yet = لا يوجد شيء هنا بعد
These-apps-let-you-sign-in-with-your-account-at-site = يمكنك تسجيل الدخول إلى هذه التطبيقات بحسابك على { $site }.
These-are-more-than-100-000-records-Narrow-the-list-wit-aa0ab0b0 = هذه أكثر من 100,000 سجل. ضيّق القائمة بعوامل التصفية، أو خذها كلها بالأمر frontdesk export.
These-are-the-first-shown-of-count-what-is-serious-firs-9b8d9c5b = هذه أول { $shown } من أصل { $count }، والخطير أولًا. تظهر البقية بعد معالجة هذه.
These-are-the-latest-count-Choose-a-client-or-a-user-fo-baf13796 = هذه أحدث { $count }. اختر عميلًا أو مستخدمًا لعرض غيرها.
These-lines-of-the-proxy-are-for-at-and-the-request-names-host = أسطر الوكيل هذه مخصصة لـ { $at }، بينما يذكر الطلب { $host }.
They-also-sign-in-by-providers-see-that-these-accounts--2984779a = يسجّل المستخدم الدخول أيضًا عبر { $providers }: تأكد من أن هذه الحسابات له («تسجيلات الدخول الاجتماعي للمستخدمين»).
They-are-from-made-and-the-new-ones-that-should-follow--33eea6b3 = تاريخ إنشائها { $made }، وتعذّر إنشاء المفاتيح الجديدة التي كان ينبغي أن تليها تلقائيًا. تبدأ الجديدة التوقيع بعد ساعة؛ وتبقى القديمة منشورة ليوم بعد ذلك، فلا يلاحظ أي تطبيق شيئًا.
They-have-passkeys-or-an-authenticator-app-see-that-the-a0617825 = لدى المستخدم مفاتيح مرور أو تطبيق مصادقة: تأكد من أنها تخصه («إزالة العامل الثاني» يزيلها).
They-have-used-it-already-or-it-is-switched-off-nothing-was-done = سبق استخدام الحساب، أو أنه معطّل: لم يُتخذ أي إجراء.
This-account-has-changed = تغيّر هذا الحساب
This-account-is-not-linked = هذا الحساب غير مرتبط.
This-account-may-not-sign-in-here = لا يُسمح لهذا الحساب بتسجيل الدخول هنا
This-account-of-provider-belongs-to-somebody-else-here--9f1e9e59 = هذا الحساب لدى { $provider } مرتبط هنا بشخص آخر بالفعل. لم يتغيّر شيء.
This-address-cannot-be-used-why = لا يمكن استخدام هذا العنوان: { $why }.
This-address-does-not-take-requests-of-this-kind-method-4b4e1131 = لا يقبل هذا العنوان طلبات من هذا النوع (method not allowed).
This-answer-was-used-already-Try-again = استُخدم هذا الرد من قبل. أعد المحاولة.
This-API-s-clients-see-or-exchange-others-tokens-Calls--c7798041 = يرى عملاء واجهة API هذه رموز الآخرين أو يبدّلونها («الاستدعاءات بين واجهات API»): لا ينشئ مثل هذه الموارد ولا يغيّرها إلا System Manager.
This-app-asks-for-a-passkey-and-browsers-use-none-at-th-54a6d701 = يطلب هذا التطبيق مفتاح مرور، والمتصفحات لا تستخدم أي مفتاح مرور على هذا العنوان. راجع القائمين على هذا الموقع.
This-app-is-not-known-here-its-client-id-is-not-one-of--3054b029 = هذا التطبيق غير معروف هنا: قيمة client_id الخاصة به ليست لأي من عملاء OAuth في هذا الموقع.
This-app-is-switched-off-here-Ask-the-administrator-of-this-site = هذا التطبيق معطّل هنا. اسأل مسؤول هذا الموقع.
This-app-recorded-itself-here-Go-on-only-if-you-have-ju-a9b73452 = سجّل هذا التطبيق نفسه هنا. تابع فقط إذا كنت قد أتيت منه للتو.
This-app-was-removed-or-switched-off = أُزيل هذا التطبيق أو عُطّل.
This-cannot-be-read-why = لا يمكن قراءة هذا: { $why }.
This-cannot-be-undone = لا يمكن التراجع عن هذا الإجراء.
This-cannot-be-undone-Either-all-of-them-go-or-none = لا يمكن التراجع عن هذا الإجراء. إما أن يُطبَّق عليها كلها أو لا يُطبَّق على أي منها.
This-client-acts-as-a-user-or-a-role-only-System-Manage-4875bdab = يعمل هذا العميل باسم مستخدم أو بدور: لا ينشئ مثل هذا العميل ولا يغيّره إلا System Manager.
This-client-has-no-secret-to-sign-with = ليس لهذا العميل سر يوقّع به.
This-client-may-ask-about-everybody-s-tokens-Resource-S-1cb00f62 = يمكن لهذا العميل الاستعلام عن رموز الجميع المميزة («خادم موارد»): لا ينشئ مثل هذا العميل ولا يغيّره إلا System Manager.
This-code-is-not-right-or-its-ten-minutes-are-over-Only-ee3483ef = هذا الرمز غير صحيح، أو انقضت دقائقه العشر. لا يمكن استخدامه إلا في المتصفح الذي طلبه.
This-code-is-not-right-or-was-used-already-The-app-show-f9fa55c2 = هذا الرمز غير صحيح، أو استُخدم من قبل. يعرض التطبيق رمزًا آخر كل ثلاثين ثانية.
This-connection-is-over = انتهى هذا الاتصال.
This-could-not-be-done = تعذّر تنفيذ ذلك:
This-day-is-over-Empty-it-or-choose-one-to-come = انقضى هذا اليوم. أفرغ الحقل، أو اختر يومًا قادمًا.
This-device-has-a-passkey-for-this-account-already = لدى هذا الجهاز مفتاح مرور لهذا الحساب بالفعل.
This-did-not-work = لم ينجح ذلك:
This-form-is-out-of-date = هذا النموذج قديم
This-form-was-not-sent-from-a-page-of-this-site-or-the--fd8c0ca3 = لم يُرسَل هذا النموذج من صفحة في هذا الموقع، أو كانت الصفحة قديمة جدًا. عُد، وأعد تحميلها، وكرّر ما فعلته. لم يتغيّر شيء.
This-grant-was-revoked-already = أُبطل هذا الإذن من قبل.
This-is-a-top_10-common-password = هذه من كلمات المرور العشر الأكثر شيوعًا.
This-is-a-top_100-common-password = هذه من كلمات المرور المئة الأكثر شيوعًا.
This-is-a-very-common-password = كلمة المرور هذه شائعة جدًا.
This-is-no-address = هذا ليس عنوانًا.
This-is-no-address-of-a-site = هذا ليس عنوان موقع.
This-is-no-key-set-JWKS-a-JSON-object-whose-member-keys-08e273ca = ليست هذه مجموعة مفاتيح (JWKS): كائن JSON فيه العضو keys الذي يسرد المفاتيح العامة.
This-is-not-the-code-that-the-app-shows-now-See-that-th-242befdc = ليس هذا هو الرمز الذي يعرضه التطبيق الآن. تأكد من أن ساعة الجهاز مضبوطة.
This-is-not-your-password = هذه ليست كلمة مرورك.
This-is-similar-to-a-commonly-used-password = هذه تشبه كلمة مرور شائعة الاستخدام.
This-is-site-where-you-sign-in = هذا هو { $site }، حيث تسجّل الدخول.
This-is-the-address-of-a-page = هذا عنوان صفحة.
This-is-the-last-enabled-System-Manager-Make-somebody-e-94587cfb = هذا آخر System Manager مفعّل. امنح هذا الدور لشخص آخر أولًا.
This-is-the-last-way-for-this-account-to-sign-in-Set-a--a3c8627d = هذه آخر طريقة لتسجيل الدخول بهذا الحساب. عيّن كلمة مرور أو اربط حسابًا آخر أولًا.
This-is-the-last-way-in-for-administrators-password-log-8b2b4c42 = هذه آخر طريقة لدخول المسؤولين: تسجيل الدخول بكلمة المرور موقوف («إعدادات النظام»، أو أحد أدوارهم)، وليس لدى أي System Manager آخر مفتاح مرور، ولم يسجّل أي منهم الدخول بمفتاح آخر بعد.
This-is-the-password-that-you-have-Choose-another-one = هذه كلمة مرورك الحالية. اختر كلمة أخرى.
This-is-your-email-already = هذا هو بريدك الإلكتروني بالفعل.
This-is-your-only-way-to-sign-in-set-a-password-or-link-df8c65a6 = هذه طريقتك الوحيدة لتسجيل الدخول: عيّن كلمة مرور أو اربط حسابًا أولًا.
This-link-is-for-text-and-you-are-signed-in-as-email-Si-7238fe77 = هذا الرابط لـ { $text }، وأنت مسجَّل الدخول باسم { $email }. سجّل الخروج وافتحه من جديد.
This-link-is-not-valid-any-more-it-works-once-for-a-whi-104b99f0 = لم يعد هذا الرابط صالحًا: يعمل مرة واحدة ولفترة محدودة. اطلب رابطًا آخر.
This-link-is-not-valid-any-more-it-works-once-for-a-while = لم يعد هذا الرابط صالحًا: يعمل مرة واحدة ولفترة محدودة.
This-link-is-not-valid-any-more-it-works-once-for-seven-5e14cc8d = لم يعد هذا الرابط صالحًا: يعمل مرة واحدة، ولمدة سبعة أيام. عيّن كلمة مرور جديدة عبر «نسيت كلمة المرور؟».
This-link-is-not-valid-it-works-once-for-fifteen-minute-33de1138 = هذا الرابط غير صالح: يعمل مرة واحدة، ولمدة خمس عشرة دقيقة، ولا يصلح إلا الأحدث. الأمر frontdesk user sign-in-link ينشئ رابطًا آخر.
This-link-signs-you-in-once = هذا الرابط يسجّل دخولك، مرة واحدة.
This-list = هذه القائمة
this-one = هذه الجلسة
This-page-does-not-know-what-to-do-Load-it-again = لا تعرف هذه الصفحة ما المطلوب. أعد تحميلها.
This-page-has-been-open-for-too-long-Try-again = ظلّت هذه الصفحة مفتوحة مدة طويلة جدًا. أعد المحاولة.
This-page-is-for-System-Managers = هذه الصفحة لـ System Manager فقط.
This-passkey-does-not-ask-who-uses-it-it-is-good-as-a-s-781c90bc = مفتاح المرور هذا لا يسأل من يستخدمه: يصلح عاملًا ثانيًا، بعد كلمة المرور.
This-passkey-is-not-known-here-it-was-removed-or-its-ac-6a5f7322 = مفتاح المرور هذا غير معروف هنا: إما أنه أُزيل، أو أن حسابه معطّل.
This-passkey-is-registered-here-already = مفتاح المرور هذا مسجَّل هنا بالفعل.
This-passkey-seems-to-have-been-copied-and-is-not-taken-cc76dc37 = يبدو أن مفتاح المرور هذا قد نُسخ، ولذلك لا يُقبل. سجّل الدخول بطريقة أخرى، وأزله، وأبلغ القائمين على هذا الموقع.
This-permission-comes-with-the-program-Take-its-checks--003a1f1b = تأتي هذه الصلاحية مع البرنامج. ألغِ علاماتها بدلًا من ذلك.
This-role-is-built-in-and-cannot-be-disabled = هذا الدور مدمج في البرنامج ولا يمكن تعطيله.
This-role-is-built-in-and-keeps-its-name = هذا الدور مدمج في البرنامج ويحتفظ باسمه.
This-role-is-built-in-its-desk-access-cannot-be-changed = هذا الدور مدمج في البرنامج: لا يمكن تغيير «الوصول إلى لوحة الإدارة» فيه.
This-scope-comes-with-the-program = يأتي هذا النطاق مع البرنامج.
This-session-is-over-already = انتهت هذه الجلسة من قبل.
This-set_up-link-is-not-valid-It-works-once-and-only-th-12b36ccc = رابط الإعداد هذا غير صالح. يعمل مرة واحدة، ولا يصلح إلا الأحدث: يُطبع رابط جديد في كل مرة يبدأ فيها تشغيل الخادم، إلى أن يوجد مسؤول.
This-sign_in-cannot-go-on = لا يمكن متابعة تسجيل الدخول هذا
This-sign_in-is-over = انتهى تسجيل الدخول هذا
This-sign_in-took-too-long-or-is-done-Sign-in-again = استغرق تسجيل الدخول هذا وقتًا طويلًا، أو اكتمل بالفعل. سجّل الدخول من جديد.
This-signs-email-out-everywhere-takes-back-what-was-all-923b1d2f = يسجّل هذا خروج { $email } من كل مكان، ويسحب ما سُمح به للتطبيقات، ويتيح لك تعيين كلمة مرور جديدة.
This-site-asks-you-for-a-passkey-add-another-one-first = يطلب منك هذا الموقع مفتاح مرور: أضف مفتاحًا آخر أولًا.
This-site-asks-you-for-a-second-factor-set-up-another-one-first = يطلب منك هذا الموقع عاملًا ثانيًا: أعدّ عاملًا آخر أولًا.
This-site-could-not-send-it-its-log-says-why = لم يستطع هذا الموقع إرساله؛ والسبب في سجله.
This-site-does-not-know-the-provider-s-keys-and-issuer--118174eb = لا يعرف هذا الموقع مفاتيح المزوّد وجهة إصداره. أدخل «تكوين OpenID» الخاص به في «الإعدادات»، واحفظ، واختر «جلب تكوين OpenID» من «الإجراءات».
This-site-is-not-known-by-the-name-that-was-asked-for-I-550624f7 = هذا الموقع غير معروف بالاسم المطلوب. يعيّن مشغّله عنوانه في FRONTDESK_BASE_URL.
This-site-is-set-up-already-sign-in-at-login = أُعدّ هذا الموقع بالفعل: سجّل الدخول على ⁦/login⁩.
This-site-s-address-has-changed-since-the-Redirect-URI--cdf741f5 = تغيّر عنوان هذا الموقع منذ إنشاء URI إعادة التوجيه. سجّل الجديد لدى الطرف الآخر، ثم اختر «استخدام العنوان الحالي لهذا الموقع» من «الإجراءات».
This-site-s-own-API-needs-no-record-it-accepts-tokens-t-c7d7f43f = لا تحتاج واجهة API لهذا الموقع نفسه إلى سجل: فهي تقبل الرموز المميزة التي لم تُنشأ لغيرها.
This-site-sends-no-codes-to-sign-in-with = لا يرسل هذا الموقع رموزًا لتسجيل الدخول.
This-site-sends-no-mails-an-administrator-gives-you-ano-fc53358c = لا يرسل هذا الموقع رسائل بريد: يعطيك المسؤول بريدًا إلكترونيًا آخر.
This-site-sends-no-mails-give-the-user-this-link-It-wor-e955c024 = لا يرسل هذا الموقع رسائل بريد: أعطِ المستخدم هذا الرابط. يعمل مرة واحدة، ولمدة سبعة أيام.
This-site-sends-no-mails-so-it-cannot-see-that-an-addre-a57f2230 = لا يرسل هذا الموقع رسائل بريد، فلا يمكنه التحقق من أن العنوان لك: يعطيك المسؤول بريدًا إلكترونيًا آخر.
This-site-sends-no-mails-The-administrator-can-set-a-ne-3c690a10 = لا يرسل هذا الموقع رسائل بريد. يمكن للمسؤول تعيين كلمة مرور جديدة، أو إعطاؤك رابطًا.
This-site-sends-no-mails-you-are-shown-a-link-for-each--c3f40a78 = لا يرسل هذا الموقع رسائل بريد: يُعرض لك رابط لكل شخص، لتسليمه إليه.
This-site-takes-no-passkeys = لا يقبل هذا الموقع مفاتيح المرور.
This-site-takes-no-passkeys-at-the-moment-Ask-whoever-l-498b9fda = لا يقبل هذا الموقع مفاتيح المرور حاليًا. راجع القائمين عليه.
This-site-takes-no-passkeys-they-need-an-address-with-a-b227f8a2 = لا يقبل هذا الموقع مفاتيح المرور: فهي تحتاج إلى عنوان باسم ومع https.
This-trial-is-over-or-it-was-begun-in-another-browser-B-9b2de962 = انتهت هذه التجربة، أو بدأت في متصفح آخر. ابدأها من جديد من العميل.
This-user-has-that-permission-already = لدى هذا المستخدم هذه الصلاحية بالفعل.
This-was-decided-before-Look-at-the-device-again = تم البت في هذا من قبل. انظر إلى الجهاز مرة أخرى.
This-was-not-me = لم أكن أنا
This-way-to-sign-in-is-not-open-any-more-open-the-appli-9cae736e = لم يعد طلب تسجيل الدخول هذا صالحًا: افتح التطبيق من جديد.
This-way-to-sign-in-was-changed-in-the-meantime-Try-again = تغيّرت طريقة تسجيل الدخول هذه في هذه الأثناء. أعد المحاولة.
Time-to-Set-One-Up = مهلة الإعداد
Time-Zone = المنطقة الزمنية
TLS = TLS
to-continue-to-app = للمتابعة إلى { $app }
To-record = إلى { $record }
To-sign-out-the-application-may-link-to-address = لتسجيل الخروج يمكن للتطبيق أن يضع رابطًا إلى { $address }.
To-the-apps = إلى التطبيقات
To-the-client = إلى العميل
To-the-Connected-App = إلى التطبيق المتصل
To-the-connection = إلى الاتصال
To-the-deliveries = إلى عمليات الإرسال
To-the-desk = إلى لوحة الإدارة
To-the-key = إلى المفتاح
To-the-list-of-users = إلى قائمة المستخدمين
To-the-old-grants = إلى الأذونات القديمة
To-the-redirect-URIs = إلى عناوين URI لإعادة التوجيه
To-the-role = إلى الدور
To-the-scopes = إلى النطاقات
To-the-setting = إلى الإعداد
To-the-Social-Login-Key = إلى مفتاح تسجيل الدخول الاجتماعي
To-the-type = الانتقال إلى: { $type }
To-the-user = إلى المستخدم
To-the-users = إلى المستخدمين
Token = رمز مميز
Token-Cache = اتصال (Token Cache)
Token-endpoint = نقطة نهاية الرموز
Token-Endpoint-Auth-Method = طريقة المصادقة في نقطة نهاية الرموز
Token-exchange-RFC-8693-an-API-that-was-called-in-someb-753c9e6a = تبديل الرموز (RFC 8693): واجهة API استُدعيت باسم شخص تستدعي أخرى باسمه.
Token-expires = انتهاء الرمز المميز
Token-Format = صيغة الرمز المميز
Token-Header = ترويسة الرمز المميز
Token-Lifetime = مدة صلاحية الرمز المميز
Token-Signing-Algorithm = خوارزمية توقيع الرمز المميز
Token-Type = نوع الرمز المميز
Token-URI = URI الرموز المميزة
Token-usage = استخدام الرموز المميزة
Tokens = الرموز المميزة
Tokens-last-used = آخر استخدام للرموز المميزة
Too-easy-to-guess-it-would-take-a-program-count-hours = { $count ->
    [zero] سهلة التخمين جدًا: يخمّنها برنامج في أقل من ساعة.
    [one] سهلة التخمين جدًا: يخمّنها برنامج في ساعة واحدة.
    [two] سهلة التخمين جدًا: يخمّنها برنامج في ساعتين.
    [few] سهلة التخمين جدًا: يخمّنها برنامج في { $count } ساعات.
    [many] سهلة التخمين جدًا: يخمّنها برنامج في { $count } ساعة.
   *[other] سهلة التخمين جدًا: يخمّنها برنامج في { $count } ساعة.
}
Too-easy-to-guess-it-would-take-a-program-count-minutes = { $count ->
    [zero] سهلة التخمين جدًا: يخمّنها برنامج في أقل من دقيقة.
    [one] سهلة التخمين جدًا: يخمّنها برنامج في دقيقة واحدة.
    [two] سهلة التخمين جدًا: يخمّنها برنامج في دقيقتين.
    [few] سهلة التخمين جدًا: يخمّنها برنامج في { $count } دقائق.
    [many] سهلة التخمين جدًا: يخمّنها برنامج في { $count } دقيقة.
   *[other] سهلة التخمين جدًا: يخمّنها برنامج في { $count } دقيقة.
}
Too-easy-to-guess-it-would-take-a-program-count-seconds = { $count ->
    [zero] سهلة التخمين جدًا: يخمّنها برنامج في أقل من ثانية.
    [one] سهلة التخمين جدًا: يخمّنها برنامج في ثانية واحدة.
    [two] سهلة التخمين جدًا: يخمّنها برنامج في ثانيتين.
    [few] سهلة التخمين جدًا: يخمّنها برنامج في { $count } ثوانٍ.
    [many] سهلة التخمين جدًا: يخمّنها برنامج في { $count } ثانية.
   *[other] سهلة التخمين جدًا: يخمّنها برنامج في { $count } ثانية.
}
Too-easy-to-guess-it-would-take-a-program-less-than-a-second = سهلة التخمين جدًا: يخمّنها برنامج في أقل من ثانية.
Too-large = كبير جدًا
Too-many-attempts = محاولات كثيرة جدًا
Too-many-devices-wait-for-their-users-Try-again-in-some-minutes = عدد كبير جدًا من الأجهزة ينتظر مستخدميه. حاول مرة أخرى بعد بضع دقائق.
Too-many-failed-attempts-Try-again-in-seconds-seconds = { $seconds ->
    [zero] محاولات فاشلة كثيرة. أعد المحاولة الآن.
    [one] محاولات فاشلة كثيرة. أعد المحاولة بعد ثانية واحدة.
    [two] محاولات فاشلة كثيرة. أعد المحاولة بعد ثانيتين.
    [few] محاولات فاشلة كثيرة. أعد المحاولة بعد { $seconds } ثوانٍ.
    [many] محاولات فاشلة كثيرة. أعد المحاولة بعد { $seconds } ثانية.
   *[other] محاولات فاشلة كثيرة. أعد المحاولة بعد { $seconds } ثانية.
}
Too-many-long-requests-are-being-sent-at-once-Nothing-w-f46ee705 = طلبات طويلة كثيرة تُرسل في وقت واحد. لم يتغيّر شيء؛ أعد المحاولة بعد لحظات.
Too-many-requests-to-server-are-under-way = طلبات كثيرة جدًا إلى { $server } قيد التنفيذ
Too-many-sign_ins-at-once-Try-again-in-a-few-seconds = عمليات تسجيل دخول كثيرة في وقت واحد. أعد المحاولة بعد بضع ثوانٍ.
Too-many-sign_ins-with-this-provider-were-begun-and-not-7cf59ea4 = بدأت عمليات تسجيل دخول كثيرة بهذا المزوّد ولم تكتمل. أعد المحاولة بعد عشر دقائق.
Too-slow = بطيء جدًا
Tried-app = نتيجة تجربة { $app }
Trusted-Devices = الأجهزة الموثوق بها
Trusted-devices = الأجهزة الموثوق بها
Trusted-Email-Domains = مجالات البريد الإلكتروني الموثوق بها
Try-again = إعادة المحاولة
Try-app = تجربة { $app }
Try-it = تجربة
Two-Factors = عاملان
type-has-no-field-field-to-ask-for = لا يوجد في { $type } حقل باسم { $field } يمكن طلبه.
type-has-no-field-name = لا يوجد في { $type } حقل باسم { $name }.
type-is-no-list = لا توجد قائمة لـ { $type }
type-name-already-exists = هذا السجل موجود بالفعل: { $type } { $name }
type-name-not-found = لم يُعثر على { $type } { $name }
type-name-was-changed-by-modified-by-in-the-meantime-No-dbad9c96 = غيّر { $modified_by } هذا السجل في هذه الأثناء: { $type } { $name }. لم يُحفظ شيء: أعد تحميله وكرّر تغييرك.
type-not-allowed-to-be-renamed = لا يُسمح بإعادة تسمية { $type }
type-was-created = تم إنشاء { $type }.
Undo-it = تراجع
Undo-the-change = التراجع عن التغيير
Unlink = فك الربط
until = حتى
Until-ends-If-the-app-has-been-changed-over-to-the-new--6d977f0d = حتى { $ends }. إذا كان التطبيق قد حُوّل إلى السر الجديد، فأنهِ القديم الآن.
Unused = غير مستخدم
Unused-Registrations-Are-Kept = مدة حفظ التسجيلات غير المستخدمة
Up-to-100-plain-letters-digits-spaces-hyphens-underscor-5da32f54 = حتى 100 من الأحرف اللاتينية العادية والأرقام والمسافات والشرطات والشرطات السفلية والنقاط: فهو يظهر في العناوين أيضًا.
Up-to-five-fields-each-with-a-direction-such-as-modifie-5c395b39 = حتى خمسة حقول، مع كل منها اتجاه، مثل ⁦modified desc, name asc⁩.
Update = تحديث
Upkeep = الصيانة
Upload = رفع
uri-cannot-be-used-why = لا يمكن استخدام { $uri }: { $why }.
uri-is-no-address-of-an-API-https-without-a-fragment = ‏{ $uri } ليس عنوان واجهة API: يلزم https، دون جزء بعد العلامة # ‏(⁦#…⁩).
URL = URL
Use = الاستخدام
Use-a-few-words-avoid-common-phrases = استخدم بضع كلمات، وتجنّب العبارات الشائعة.
Use-a-longer-keyboard-pattern-with-more-turns = استخدم نمطًا أطول على لوحة المفاتيح، بانعطافات أكثر.
Use-a-passkey = استخدام مفتاح مرور
Use-at-least-least-characters-Three-or-four-unrelated-w-75d4f047 = الحد الأدنى لعدد الأحرف: { $least }. ثلاث كلمات أو أربع لا صلة بينها سهلة التذكر وصعبة التخمين.
Use-PKCE = استخدام PKCE
Use-this-site-s-present-address = استخدام العنوان الحالي لهذا الموقع
Used = استُخدم
used-up = مستهلك
User = مستخدم
user-cannot-sign-in-with-it-any-more = لم يعد بإمكان { $user } تسجيل الدخول به.
user-has-this-account-already = هذا الحساب لدى { $user } بالفعل.
User-ID = معرّف المستخدم
User-ID-Property = خاصية معرّف المستخدم
User-Image = صورة المستخدم
user-is-not-connected-to-provider-They-can-connect-in-M-b900b676 = ‏{ $user } غير متصل بـ { $provider }. يمكن التوصيل من «حسابي»، أو على ⁦/connect/{ $name }⁩ هنا.
User-is-user = المستخدم هو { $user }
User-Manager = User Manager
user-may-not-sign-in-to-app = لا يُسمح لـ { $user } بتسجيل الدخول إلى { $app }
User-name-not-found = لم يُعثر على المستخدم { $name }
User-Permission = صلاحية مستخدم
User-Permissions = صلاحيات المستخدمين
User-Permissions-limit-you-to-some-records-you-cannot-m-50635719 = تقيّدك صلاحيات المستخدمين ببعض السجلات: لا يمكنك إدارة مستخدمين آخرين.
User-Social-Login = تسجيل دخول اجتماعي لمستخدم
User-Social-Logins = تسجيلات الدخول الاجتماعي للمستخدمين
User-Type = نوع المستخدم
User-user-does-not-have-permission-to-verb-records = ليس لدى المستخدم { $user } إذن: { $verb } { $records }.
Userinfo-answers-with-a-signed-token-instead-of-JSON = يردّ Userinfo برمز مميز موقّع بدلًا من JSON.
Userinfo-endpoint = نقطة نهاية Userinfo
Userinfo-needs-the-scope-openid-the-app-learns-nothing--064ff1e7 = ‏Userinfo يحتاج إلى النطاق openid: لا يعرف التطبيق شيئًا عن المستخدم.
Userinfo-URI = URI الخاص بـ Userinfo
Userinfo-who-somebody-is = ‏Userinfo: من هو الشخص.
Username = اسم المستخدم
Users = المستخدمون
users-sign-in-here-and-through-us-to-the-apps-So-far-count = { $users } يسجّلون الدخول هنا، وعبرنا إلى التطبيقات. العدد حتى الآن: { $count }.
Users-with-the-role-work-in-this-desk-and-have-the-auto-95f18b0e = يعمل المستخدمون ذوو هذا الدور في لوحة الإدارة هذه، ولهم الدور التلقائي Desk User: يمكنهم تسجيل الدخول إلى كل عميل متاح لـ Desk User.
UTC = UTC
Valid = صالح
Validity = حالة الصلاحية
Value = القيمة
verb-all-count = { $verb } الكل ({ $count })
verb-this-type = { $verb } { $type }
verified = (مؤكَّد)
Verified-By = مؤكَّد بواسطة
Very-Strong = قوية جدًا
Waiting = قيد الانتظار
Was-that-not-you = ألم تكن أنت؟
Watch = المراقبة
We-forget-the-tokens-and-the-other-side-is-asked-to-revoke-them = لن نحتفظ بالرموز المميزة، ويُطلب من الطرف الآخر إبطالها.
We-forget-the-tokens-The-other-side-cannot-be-asked-to--d85b147d = لن نحتفظ بالرموز المميزة. لا يمكن أن يُطلب من الطرف الآخر إبطالها: اسحب الوصول من الحساب هناك أيضًا.
Web-pages-of-these-origins-https-app-example-com-may-fe-f7070699 = يمكن لصفحات الويب من هذه المصادر (https://app.example.com) جلب رموز مميزة واستدعاء userinfo من المتصفح. أما مصادر عناوين URI لإعادة التوجيه لعميل عام فيُسمح لها على أي حال.
Webhook = Webhook
Webhook-Secret = سر Webhook
Webhook-URL = عنوان URL لـ Webhook
Webhooks-are-signed-with-it-from-then-on-the-receiver-n-45e448da = تُوقَّع به طلبات Webhook من ذلك الحين؛ ويحتاج إليه المستقبِل. يتوقف السر الأقدم فورًا.
Website = الموقع الإلكتروني
What = ماذا
What-apps-call-the-user-preferred-username-nobody-signs-d0c7a4bc = الاسم الذي تطلقه التطبيقات على المستخدم (preferred_username)؛ لا يسجّل أحد الدخول به هنا. إذا تُرك فارغًا: ما يسبق العلامة @، مع رقم إذا كان لشخص آخر.
What-apps-do-with-their-tokens-the-last-days-days-Exerc-44c83039 = { $days ->
    [zero] ما تفعله التطبيقات برموزها المميزة في اليوم الحالي. النطاقات «المستخدمة فعليًا» هي التي لزمت حقًا؛ ويمكن سحب ما عداها.
    [one] ما تفعله التطبيقات برموزها المميزة في اليوم الأخير. النطاقات «المستخدمة فعليًا» هي التي لزمت حقًا؛ ويمكن سحب ما عداها.
    [two] ما تفعله التطبيقات برموزها المميزة في اليومين الأخيرين. النطاقات «المستخدمة فعليًا» هي التي لزمت حقًا؛ ويمكن سحب ما عداها.
    [few] ما تفعله التطبيقات برموزها المميزة في آخر { $days } أيام. النطاقات «المستخدمة فعليًا» هي التي لزمت حقًا؛ ويمكن سحب ما عداها.
    [many] ما تفعله التطبيقات برموزها المميزة في آخر { $days } يومًا. النطاقات «المستخدمة فعليًا» هي التي لزمت حقًا؛ ويمكن سحب ما عداها.
   *[other] ما تفعله التطبيقات برموزها المميزة في آخر { $days } يوم. النطاقات «المستخدمة فعليًا» هي التي لزمت حقًا؛ ويمكن سحب ما عداها.
}
What-apps-may-ask-for-A-token-does-what-its-scopes-name-2da26771 = ما يمكن للتطبيقات طلبه. الرمز المميز يفعل ما تذكره نطاقاته ولا شيء غيره، مهما كان المسموح لمستخدمه.
What-becomes-of-claims = استخدام المطالبات
What-came-back = ما الذي عاد
What-changed = ما الذي تغيّر
What-diagnostics-can-find = ما يمكن للتشخيص العثور عليه.
What-gets-through = ما يُسمح بمروره
What-happened = ما الذي حدث
what-I-allowed-to-app = ما سمحتُ به لـ { $app }
What-is-asked-for-as-the-other-side-names-it-separated--328c9989 = ما يُطلب، بالأسماء التي يستخدمها الطرف الآخر؛ مفصولًا بمسافات أو أسطر جديدة.
What-is-asked-of-whoever-has-the-role-where-it-is-more--f578f856 = ما يُطلب من صاحب الدور، إذا كان أكثر مما تطلبه «إعدادات النظام» من الجميع. عند تعدد الأدوار يُعمل بأشدها.
What-is-sent = ما يُرسل
What-it-is-for = الغرض منه
What-it-is-for-however-much-its-user-may-do-all-whateve-02361f99 = الغرض منه، مهما كان المسموح لمستخدمه؛ ‏all: كل ما يمكن لمستخدمه فعله.
What-it-releases = ما يتيحه
What-its-user-calls-it-empty-the-one-that-Frappe-s-gene-20610412 = الاسم الذي يطلقه عليه مستخدمه؛ إذا كان فارغًا: المفتاح الذي ينشئه generate_keys في Frappe.
What-needs-care-here-https-fresh-secrets-tight-scopes-n-83fdf17f = ما يحتاج إلى عناية هنا: https، وأسرار حديثة، ونطاقات محدودة، ولا شيء منسي. تُحدَّد المدة التي يُعدّ بعدها الشيء قديمًا في { $settings }.
What-new-ones-must-be-Those-that-many-people-have-and-w-f1212b9e = ما يجب أن تكون عليه الكلمات الجديدة. الكلمات الشائعة، وما هو معروف عن الشخص، تُرفض دائمًا. لا يلزم أحدًا تغيير كلمة جيدة.
What-people-allowed-apps-each-with-its-tokens-Revoking--a3cbb158 = ما سمح به الأشخاص للتطبيقات، كلٌّ مع رموزه المميزة. إبطال أحدها ينهي كل رموزه المميزة فورًا.
What-people-prove-who-they-are-with-beside-their-passwo-0e07db99 = ما يثبت به الأشخاص هويتهم إلى جانب كلمة المرور: رمز من تطبيق مصادقة، أو مفتاح مرور.
What-people-read-when-they-are-asked-for-their-consent = ما يقرؤه الأشخاص عند طلب موافقتهم.
What-people-read-when-they-sign-in-to-it = ما يقرؤه الأشخاص عند تسجيل الدخول إليه.
What-people-see-on-the-sign_in-page-on-every-page-s-tit-8f368bff = ما يراه الأشخاص في صفحة تسجيل الدخول، وفي عنوان كل صفحة، وعندما تطلب منهم التطبيقات تسجيل الدخول.
What-the-API-answers-to-a-request-without-a-token = بماذا تردّ واجهة API على طلب دون رمز مميز
What-the-app-asks-for-one-word-such-as-invoices-read = ما يطلبه التطبيق: كلمة واحدة، مثل invoices.read
What-the-key-is-for-such-as-Nightly-backup = الغرض من المفتاح، مثل: نسخ احتياطي ليلي.
What-the-other-side-gives-you-when-you-register-this-site-there = ما يعطيك إياه الطرف الآخر عندما تسجّل هذا الموقع لديه.
What-the-receiver-said-or-why-it-could-not-be-reached = ما قاله المستقبِل، أو سبب تعذّر الوصول إليه.
What-the-role-is-for-in-a-sentence-it-stands-where-the--7d948727 = الغرض من الدور، في جملة: تظهر حيث يُمنح الدور لشخص ما.
What-the-scopes-release-about-you = ما تتيحه النطاقات عنك.
What-the-user-signs-in-with-It-is-also-the-name-of-the--c1d8fce0 = ما يسجّل به المستخدم الدخول. وهو أيضًا اسم السجل: لاحقًا لا يغيّره إلا System Manager، عبر REST (rename_doc).
What-this-site-tells-others-by-itself-webhooks-on-how-c-78203f22 = ما يُبلغ به هذا الموقع غيره من تلقاء نفسه: طلبات Webhook عن حال الاتصالات، ورموز مميزة يُطلب من الطرف الآخر إبطالها، وتطبيقات سجّل مستخدموها الخروج هنا، ورسائل البريد. ما لا يُقبل يُعاد إرساله على فترات متباعدة، لمدة يوم ونصف تقريبًا.
What-this-site-tells-others-webhooks-revocations-sign_o-4409e0c0 = رُفض مرارًا في الأسبوع الأخير ما يُبلغ به هذا الموقع غيره (طلبات Webhook والإبطال وتسجيل الخروج والرسائل). تعرض القائمة ما أجاب به المستقبِل.
What-to-ask-for = ما يُطلب.
What-to-do-at-the-proxy = ما يجب فعله في الوكيل
What-to-enter-at-the-app = ما تُدخله في التطبيق
What-to-enter-at-the-other-side = ما تُدخله لدى الطرف الآخر
What-to-enter-at-the-provider = ما تُدخله لدى المزوّد
What-userinfo-and-the-ID-token-says-of-the-user-Goes-with-openid = ما يقوله userinfo (ورمز الهوية) عن المستخدم. يتبع openid.
What-users-are-Clients-name-the-roles-that-may-sign-in--8bb779a5 = تحدّد من هم المستخدمون. يسمّي كل عميل الأدوار التي يمكنها تسجيل الدخول عبره؛ وتُبلَّغ التطبيقات بأدوار المستخدم.
What-was-refused = ما الذي رُفض
What-you-may-open-here = ما يمكنك فتحه هنا
What-you-sign-in-with = ما تسجّل به الدخول.
What-you-typed-is-kept-do-it-once-more-afterwards = ما كتبته محفوظ: أعد العملية بعد ذلك.
What-you-typed-is-too-long-to-be-kept-here-and-nothing--5b7e58ff = ما كتبته أطول من أن يُحفظ هنا، ولم يُحفظ شيء منه. انسخه، وسجّل الدخول من جديد، ثم أدخله مرة أخرى.
When-an-app-asks-to-sign-you-in-and-you-allow-it-it-is--4fbb9178 = عندما يطلب تطبيق تسجيل دخولك وتسمح له، يظهر هنا، ويمكنك سحب إذنه.
When-it-was-fetched = وقت جلبه.
When-there-are-more-the-oldest-is-removed = عندما يزيد العدد تُزال الأقدم.
When-there-are-none-left-nobody-can-sign-in-any-more-th-9508000f = عندما تنفد لا يعود بإمكان أحد تسجيل الدخول، وإن لم يضع شيء. أفرغ مساحة، أو انقل مجلد البيانات إلى قرص أكبر؛ فالنسخ الاحتياطية على القرص نفسه تشغل مساحة أيضًا.
Where-a-client-secret-belongs-put-the-one-that-was-show-035a562a = حيث يلزم سر عميل، ضع السر الذي ظهر عند إنشاء العميل، أو دوّره: عندئذٍ يُملأ تلقائيًا.
Where-a-sign_in-to-the-app-begins-third_party_initiated-2b7fdca5 = حيث يبدأ تسجيل الدخول إلى التطبيق (third-party-initiated login): تفتحه «تطبيقاتي»، مع iss.
Where-a-token-is-given-back-when-somebody-disconnects-RFC-7009 = حيث يُعاد الرمز المميز عندما يفصل شخص حسابه (RFC 7009).
Where-authentik-is-reached = حيث يمكن الوصول إلى authentik.
Where-I-am-signed-in = أماكن تسجيل دخولي
Where-it-is = عنوان التطبيق
Where-it-is-reached-wiki-example-com-or-apps-example-co-2d72e092 = حيث يمكن الوصول إليه: wiki.example.com، أو ⁦*.apps.example.com⁩ لكل ما يقع تحته باسم واحد. مع المنفذ، إن لم يكن المنفذ المعتاد.
Where-Keycloak-is-reached = حيث يمكن الوصول إلى Keycloak.
Where-people-are-asked-for-their-consent = حيث تُطلب موافقة الأشخاص.
Where-people-are-sent-back-to-exactly-these-addresses-o-1020a58f = حيث يُعاد الأشخاص: هذه العناوين بعينها، واحد في كل سطر. https، أو http على localhost. مطلوب إذا كان الأشخاص يسجّلون الدخول عبر التطبيق.
Where-people-go-when-the-app-names-no-address-and-only--992369e0 = حيث يذهب الأشخاص عندما لا يذكر التطبيق عنوانًا ولا يوجد إلا عنوان واحد مسجَّل. أول عنوان في القائمة إذا تركته فارغًا.
Where-people-who-work-in-the-desk-begin-after-signing-i-0e85db62 = حيث يبدأ من يعملون في لوحة الإدارة بعد تسجيل الدخول. أما غيرهم فيبدؤون من تطبيقاتهم.
Where-the-app-hears-that-somebody-s-sign_in-ended-here--f280730b = حيث يعلم التطبيق أن تسجيل دخول شخص قد انتهى هنا: سجّل الخروج، أو عُطّل حسابه، أو أُنهيت جلسته. عندئذ يُنهي جلسته هو. تعرض قائمة عمليات الإرسال ما آل إليه الأمر.
Where-the-app-is-people-open-it-from-My-apps-and-from-t-a4d064c3 = حيث يوجد التطبيق: يفتحه الأشخاص من «تطبيقاتي»، ومن صفحة طلب الموافقة.
Where-the-app-may-send-people-after-they-signed-out-Emp-a1d4e0e4 = حيث يمكن للتطبيق توجيه الأشخاص بعد تسجيل خروجهم. فارغ في البداية: صفحة البداية لموقع كل URI إعادة توجيه.
Where-the-app-publishes-its-keys-jwks-uri-then-it-can-c-740bf79b = حيث ينشر التطبيق مفاتيحه (jwks_uri): عندئذٍ يمكنه تغييرها بنفسه.
Where-the-provider-sends-people-back-to-Left-empty-it-i-37eed94f = حيث يعيد المزوّد الأشخاص. إذا تُرك فارغًا، ننشئه نحن.
Where-this-is = مكان هذه الصفحة
Where-this-site-hands-over-its-mails-invitations-links--8c1fcea2 = الخادم الذي يسلّمه هذا الموقع رسائله: الدعوات وروابط تعيين كلمة مرور جديدة والإشعارات.
Where-tokens-are-fetched-and-renewed = حيث تُجلب الرموز المميزة وتُجدَّد.
Whether-they-need-a-second-factor-and-when-it-is-asked--855f8495 = هل يحتاجون إلى عامل ثانٍ، ومتى يُطلب. «مفاتيح المرور فقط»: يتطلب كل تسجيل دخول مفتاح مرور، وحده أو مع كلمة مرور.
Whether-whoever-signs-in-for-the-first-time-gets-an-account-here = هل يحصل من يسجّل الدخول لأول مرة على حساب هنا.
Who = من
who-a-user-has-this-email-It-was-not-linked-email-verif-a763bfd4 = ‏{ $who }: لدى أحد المستخدمين هذا البريد الإلكتروني. لم يُربط الحساب: قيمة email_verified هي { $is_email_verified }، و«مجالات البريد الإلكتروني الموثوق بها» هي { $trusted_domains }، ومن له دور ذو صلاحيات واسعة يربط حسابه بنفسه.
who-Allowed-Email-Domains-does-not-name-the-domain = ‏{ $who }: لا يَرِد هذا المجال في «مجالات البريد الإلكتروني المسموح بها».
Who-did-what = من فعل ماذا.
Who-did-what-when-and-from-where-Nothing-here-can-be-ch-8158304e = من فعل ماذا، ومتى ومن أين. لا يمكن تغيير أي شيء هنا؛ وتحدّد «إعدادات النظام» مدة حفظه.
who-email-verified-is-not-the-boolean-true-and-the-key--1005b19f = ‏{ $who }: قيمة email_verified ليست القيمة المنطقية true، ولا يذكر المفتاح أن عناوين بريده مؤكَّدة.
Who-gave-a-second-factor-may-have-that-browser-not-aske-9a4e6111 = من قدّم عاملًا ثانيًا يمكنه ألا يُسأل عنه مجددًا في ذلك المتصفح طوال هذه المدة، ما لم يكن إلزاميًا عند كل تسجيل دخول. 0: يُطلب دائمًا.
Who-has-it = من لديه هذا الدور
Who-is-linked = من ربط حسابه
Who-it-was-could-not-be-read-from-address-it-answered-w-f3946f5c = تعذّرت قراءة هوية الشخص من { $address }: جاء الرد بما يلي: { $answer }.
Who-it-would-be-here = من سيكون هنا
Who-may-be-granted-it-None-everybody-People-without-the-c8ac09c3 = من يمكن منحه إياه. بلا تحديد: الجميع. من ليس لديهم الدور يسجّلون الدخول دون النطاق.
Who-may-read-change-create-and-delete-which-records-her-0e3af960 = من يمكنه قراءة أي سجلات هنا وتغييرها وإنشاؤها وحذفها. لا يتجاوز الرمز المميز صلاحيات مستخدمه أبدًا.
Who-May-Sign-In = من يمكنه تسجيل الدخول
Who-may-sign-in = من يمكنه تسجيل الدخول
Who-May-Use-It = من يمكنه استخدامه
Who-says-so-if-it-is-Administrator-somebody-vouched-for-30edf219 = من يفيد بذلك، إذا كان مؤكَّدًا. Administrator: ضمنه شخص هنا. Link: ضغط المستخدم زرًا في رسالة أُرسلت إلى ذلك العنوان. Provider: المزوّد التابع لأحد مفاتيح تسجيل الدخول الاجتماعي.
who-the-id-was-linked-with-another-type-text-or-number = ‏{ $who }: رُبط المعرّف بنوع آخر (نص أو رقم).
who-the-user-is-disabled = ‏{ $who }: المستخدم معطّل.
who-there-is-no-email-among-the-claims-or-none-that-can-be-used = ‏{ $who }: لا يوجد بريد إلكتروني بين المطالبات، أو لا يوجد ما يصلح للاستخدام.
who-there-is-no-such-user-and-sign_ups-are-not-allowed = ‏{ $who }: لا يوجد مستخدم كهذا، ولا يُسمح بإنشاء الحسابات.
Who-you-are-here-by-a-number = من أنت هنا، برقم
Whoever-has-it-may-record-apps-here-for-90-days-Dynamic-87c00983 = من لديه هذا الرمز يمكنه تسجيل تطبيقات هنا لمدة 90 يومًا (Dynamic Client Registration). يظهر مرة واحدة.
Whoever-has-one-of-these-roles-may-connect-their-accoun-baa9ecbd = من لديه أحد هذه الأدوار يمكنه توصيل حسابه. All: كل من له حساب هنا.
Whoever-has-one-of-these-roles-may-use-everybody-s-toke-cd7e07fe = من لديه أحد هذه الأدوار يمكنه استخدام الرموز المميزة للجميع وللموقع نفسه: لحساب نظام ERP نفسه. يُسجَّل كل تسليم في «سجل النشاط».
Whoever-has-the-role-role-does-not-sign-in-here-with-a--3d1af252 = من لديه الدور { $role } لا يسجّل الدخول هنا بكلمة مرور. سجّل الدخول بمفتاح مرور أو بطريقة أخرى.
Whoever-has-the-role-role-does-not-sign-in-here-with-an-2ad53558 = من لديه الدور { $role } لا يسجّل الدخول هنا بحساب في خدمة أخرى. سجّل الدخول بطريقة أخرى.
Whoever-has-the-role-role-does-not-sign-in-here-with-an-ded19581 = من لديه الدور { $role } لا يسجّل الدخول هنا برمز يُرسل بالبريد الإلكتروني. سجّل الدخول بطريقة أخرى.
Whoever-has-the-secret-can-make-such-tokens-too-HS256-S-838f7d88 = من يملك السرّ يمكنه إصدار مثل هذه الرموز أيضًا (HS256). أوقف ذلك إذا كان التطبيق يفهم RS256 أو ES256.
Whoever-has-this-token-may-record-apps-here-for-90-days = من لديه هذا الرمز يمكنه تسجيل تطبيقات هنا لمدة 90 يومًا.
Whoever-is-not-signed-in-sees-no-records = من لم يسجّل الدخول لا يرى أي سجلات.
Whoever-learns-their-password-has-the-whole-site-They-s-4db6960c = من عرف كلمة مرورهم ملك الموقع كله. يُعدّون عاملًا ثانيًا في «حسابي»، ضمن «مفاتيح المرور والرموز»؛ ويمكن أن يطلبه دورهم («العامل الثاني»).
Whoever-may-change-records-reads-them-too-tick-Read = من يمكنه تغيير السجلات يقرؤها أيضًا: حدّد «قراءة».
Whoever-needs-one-and-has-none-is-led-to-it-when-they-s-846e1a82 = من يحتاج إلى واحد وليس لديه يُوجَّه إليه عند تسجيل الدخول، ويمكنه تأجيله حتى ذلك الحين.
Whoever-receives-them-cannot-tell-them-from-anybody-els-6a387710 = لا يستطيع مستقبِلها تمييزها عما يرسله غيرنا. اختر «إنشاء سر Webhook» من «الإجراءات» في التطبيق المتصل، وأعطِ السر للمستقبِل.
Whoever-signs-in-there-is-asked-for-nothing-more-here-O-190b9dcb = من يسجّل الدخول هناك لا يُطلب منه شيء آخر هنا. فقط لمزوّد يطلب بنفسه من الجميع عاملًا ثانيًا.
Whoever-signs-in-with-a-Social-Login-Key-for-the-first--964fc0fe = من يسجّل الدخول بمفتاح تسجيل الدخول الاجتماعي لأول مرة يحصل على حساب، ما لم يحدّد المفتاح خلاف ذلك.
Whom-and-what = من وماذا
Whom-answers-must-come-from-taken-over-from-the-OpenID--acb0e735 = الجهة التي يجب أن تأتي منها الردود: مأخوذة من «تكوين OpenID».
Whom-ID-tokens-must-be-of = الجهة التي يجب أن تصدر عنها رموز الهوية.
Whom-ID-tokens-must-be-of-Get-OpenID-Configuration-fills-it-in = الجهة التي يجب أن تصدر عنها رموز الهوية: «جلب تكوين OpenID» يملؤها.
Whom-to-ask-for-help-an-email-address-a-web-address-or--41ab5411 = من يُطلب منه المساعدة: عنوان بريد إلكتروني أو عنوان ويب أو رقم هاتف. يظهر في صفحة تسجيل الدخول وحيث يُرفض شيء.
Whose-account-it-is-at-the-other-side = صاحب الحساب لدى الطرف الآخر.
whose-must-connect-to-provider-again = يجب إعادة توصيل { $whose } بـ { $provider }
Why = السبب
why-It-is-tried-again-by-itself-and-at-once-when-the-se-01fdfcb3 = { $why }. تُعاد المحاولة تلقائيًا، وفورًا عند إعادة تشغيل الخادم.
why-It-is-tried-again-by-itself-The-one-before-goes-on--2ec88684 = { $why }. تُعاد المحاولة تلقائيًا. تستمر الشهادة السابقة حتى { $until }.
why-It-is-tried-again-every-ten-minutes = { $why } تُعاد المحاولة كل عشر دقائق.
why-The-one-before-goes-on-until-until = { $why }. تستمر الشهادة السابقة حتى { $until }.
With-PKCE-a-state-and-a-nonce-each-made-for-this-one-si-2741b36f = مع PKCE وقيمتي state وnonce، تُنشأ كلها لعملية تسجيل الدخول هذه وحدها. URI إعادة التوجيه لنا، مُعار للعميل من أجل هذه التجربة.
With-the-chosen = مع العناصر المختارة:
With-the-user-go-belongings = تُحذف مع المستخدم: { $belongings }.
Without-a-secret-PKCE-is-what-keeps-codes-safe-switch-it-on = دون سر، PKCE هو ما يحمي رموز التفويض: فعّله.
Without-one-a-lost-disk-takes-every-user-client-and-key-311e5f77 = من دونها يضيع مع القرص كل مستخدم وعميل ومفتاح. تُنشأ تلقائيًا وفق «إعدادات النظام» («الصيانة»، «نسخ احتياطي كل»؛ القيمة 0 تعني عدم إنشاء أي نسخة)؛ والأمر ⁦frontdesk backup FOLDER⁩ ينشئ نسخة فورًا.
Words = الكلمات
works = يعمل
Works-For = يعمل لمدة
Works-for = يعمل لمدة
Works-here-a-Desk-User-who-may-sign-in-to-apps-that-are-eacba93e = يعمل هنا: Desk User يمكنه تسجيل الدخول إلى التطبيقات المتاحة لـ Desk User. لا يغيّر شيئًا هنا.
Works-Until = يعمل حتى
works-until-moment = يعمل حتى { $moment }
Write = كتابة
Write-an-email-address-such-as-alice-example-com-in-pla-f4691d51 = اكتب عنوان بريد إلكتروني مثل alice@example.com، بأحرف لاتينية عادية.
Write-at-least-one-email = اكتب بريدًا إلكترونيًا واحدًا على الأقل.
Write-only-scheme-and-host-such-as-https-erp-example-com = اكتب المخطط والمضيف فقط، مثل https://erp.example.com
X_Forwarded_User = X-Forwarded-User
Yes = نعم
yes = نعم
yes-no-2026_11_21 = yes, no, 2026-11-21, …
yes-with-the-site-s-own-credentials = نعم، ببيانات اعتماد الموقع نفسه
You-are-asked-there-again = سيُطلب منك ذلك هناك من جديد.
You-are-being-sent-back-to-host = تتم إعادتك إلى { $host }.
You-are-its-administrator = أنت مسؤول الموقع.
You-are-not-connected-there = أنت غير متصل هناك.
You-are-signed-in-again-and-what-you-typed-is-here-It-i-baf093dc = تم تسجيل دخولك من جديد، وما كتبته موجود هنا. لم يُحفظ بعد: راجعه ثم احفظ.
You-are-signed-in-as-email-since-a-while-What-you-are-a-95e5daea = أنت مسجّل الدخول باسم { $email } منذ مدة. ما ستفعله يمنح صلاحيات أو ينهي حماية.
You-are-signed-in-as-user = تم تسجيل دخولك باسم { $user }.
You-are-signed-out = تم تسجيل خروجك
You-are-signed-out-everywhere-else-and-what-you-allowed-570d3bce = يُسجَّل خروجك من كل الأماكن الأخرى، ويُسحب ما سمحت به للتطبيقات.
You-are-still-signed-in-at-provider-at-a-computer-that--31b1ead9 = ما زلت مسجَّل الدخول لدى { $provider }: على جهاز يستخدمه غيرك، سجّل الخروج هناك أيضًا.
You-can-disconnect-at-any-time-in-My-account = يمكنك الفصل في أي وقت من «حسابي».
You-cannot-give-the-role-role-you-do-not-have-it-yourself = لا يمكنك منح الدور { $role }: ليس لديك أنت.
You-cannot-sign-in-to-app = لا يمكنك تسجيل الدخول إلى { $app }
You-do-not-have-permission-to-verb-records = ليس لديك إذن: { $verb } { $records }.
You-get-this-message-because-you-have-an-account-at-site = تصلك هذه الرسالة لأن لديك حسابًا في { $site }.
You-go-on-to-host-sign-in-there-and-allow-site-to-use-y-92019253 = ستتابع إلى { $host }، وتسجّل الدخول هناك وتسمح لـ { $site } باستخدام حسابك.
You-have-allowed-nothing-to-any-app = لم تسمح لأي تطبيق بشيء
You-have-no-roles-beside-the-automatic-ones = ليست لديك أدوار سوى الأدوار التلقائية.
You-may-not-sign-in-to-app = لا يُسمح لك بتسجيل الدخول إلى { $app }.
You-said-no = لقد رفضت
You-sign-in-with-email-from-now-on = من الآن تسجّل الدخول بـ { $email }.
You-sign-in-with-email-now-A-link-goes-to-the-new-addre-42dd35ee = تسجّل الدخول الآن باستخدام { $email }. يُرسل رابط إلى العنوان الجديد؛ وعندما تستخدمه يصبح هو ما تسجّل به الدخول. ويُبلَّغ العنوان القديم، ويمكن التراجع منه لمدة أسبوع.
You-sign-in-with-it = تسجّل الدخول به.
You-sign-in-with-wanted-from-now-on-no-longer-with-pres-bdc1b47e = من الآن تسجّل الدخول بـ { $wanted }، ولم يعد بـ { $present }. تعرفك التطبيقات على أنك الشخص نفسه.
You-sign-in-with-your-device-or-your-password-manager-i-4a840dc7 = تسجّل الدخول بجهازك أو بمدير كلمات المرور لديك بدلًا من كلمة مرور: بإصبعك أو وجهك أو رقم PIN. لا يستطيع أحد خداعك لتسليمه.
You-signed-in-more-than-ten-minutes-ago-and-this-gives--ea30840d = سجّلت الدخول قبل أكثر من عشر دقائق، وهذا الإجراء يمنح صلاحيات واسعة أو ينهي حماية: أثبت هويتك من جديد. أما البرنامج فيسجّل الدخول من جديد.
You-vouch-that-the-address-is-this-person-s-apps-may-kn-7f0290cf = تضمن أن العنوان لهذا الشخص: قد تعرفه التطبيقات به.
You-vouch-that-the-number-is-this-person-s = تضمن أن الرقم لهذا الشخص.
You-were-signed-out-in-the-meantime-Go-back-to-the-app--adaa20aa = سُجّل خروجك في هذه الأثناء. عُد إلى التطبيق وابدأ من جديد.
Your-account = حسابك
Your-account-asked-to-have-email-as-its-email-It-change-60c31093 = طلب حسابك أن يكون { $email } بريده الإلكتروني. يتغيّر عند استخدام الرابط الذي أُرسل إليه.
Your-account-at-this-site-is-switched-off-Its-administr-3ab2097a = حسابك في هذا الموقع معطّل. يمكن لمسؤول الموقع تفعيله من جديد.
Your-account-is-connected = تم توصيل حسابك.
Your-account-is-switched-off = حسابك معطّل.
Your-account-may-not-be-granted-scopes = لا يمكن منح حسابك: { $scopes }.
Your-account-may-not-connect-to-provider-an-administrat-dc63a957 = لا يُسمح لحسابك بالاتصال بـ { $provider }: يقرر ذلك مسؤول عبر الأدوار في التطبيق المتصل.
Your-account-name = حسابك: { $name }
Your-account-was-just-used-to-sign-in-from-a-browser-th-e417c111 = استُخدم حسابك للتو لتسجيل الدخول من متصفح لم يُستخدم فيه من قبل.
Your-API-key = مفتاح API الخاص بك
Your-code = رمزك
Your-code-to-sign-in-is-code = رمز تسجيل الدخول الخاص بك هو { $code }.
Your-connection-to-service-is-failing-it-is-tried-again-582a8694 = اتصالك بخدمة { $service } متعثر؛ تُعاد المحاولة تلقائيًا.
Your-connection-to-service-must-be-made-again = يجب إنشاء اتصالك بخدمة { $service } من جديد.
Your-device-or-your-password-manager-keeps-it-you-unloc-861055c7 = يحفظه جهازك أو مدير كلمات المرور لديك؛ وتفتحه بإصبعك أو وجهك أو رقم PIN.
Your-email = بريدك الإلكتروني
Your-email-address = عنوان بريدك الإلكتروني
Your-email-is-confirmed = تم تأكيد بريدك الإلكتروني
Your-email-was-asked-for = طُلب بريدك الإلكتروني
Your-email-was-changed = تغيّر بريدك الإلكتروني
Your-full-name-email-address-picture-and-roles = اسمك الكامل وبريدك الإلكتروني وصورتك وأدوارك
Your-name = اسمك
Your-name-is-needed-to-greet-you-and-to-show-to-apps = اسمك مطلوب، للترحيب بك ولعرضه على التطبيقات.
Your-name-picture-and-what-else-your-profile-says-of-you = اسمك وصورتك وما يذكره ملفك الشخصي عنك غير ذلك
Your-own-API-secret-is-made-in-My-account-under-API-key-92384097 = يُنشأ سر API الخاص بك من «حسابي»، ضمن «مفتاح API». أما البرنامج فيسجّل الدخول بكلمة المرور أولًا.
Your-own-are-removed-in-My-account-under-Passkeys-and-codes = ما يخصك أنت يُزال في «حسابي»، ضمن «مفاتيح المرور والرموز».
Your-password-was-changed = تم تغيير كلمة مرورك
Your-password-was-changed-You-were-signed-out-everywher-7d427159 = تغيّرت كلمة مرورك. سُجّل خروجك من كل الأماكن الأخرى، وعلى التطبيقات أن تسألك من جديد.
Your-password-was-set-by-somebody-else-or-is-to-be-anot-27dbde43 = عيّن شخص آخر كلمة مرورك، أو يجب استبدالها. اختر كلمة لا يعرفها غيرك.
Your-phone-number = رقم هاتفك
Your-picture = صورتك
Your-postal-address = عنوانك البريدي
Your-profile-has-no-field-name-that-you-could-set = ليس في ملفك الشخصي حقل باسم { $name } يمكنك تعيينه.
Your-recovery-codes = رموز الاسترداد الخاصة بك
Your-roles = أدوارك
Your-roles-roles = أدوارك: { $roles }.
Your-session-has-ended = انتهت جلستك
Your-session-has-ended-What-you-typed-is-kept-sign-in-a-b47a22b9 = انتهت جلستك. ما كتبته محفوظ: سجّل الدخول من جديد وتابع.
Zoho-accounts-host = مضيف حسابات Zoho
