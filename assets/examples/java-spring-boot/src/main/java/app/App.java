package app;

import java.util.List;
import java.util.Objects;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

@SpringBootApplication
@RestController
public class App {
  public static void main(String[] args) {
    SpringApplication.run(App.class, args);
  }

  @Bean
  SecurityFilterChain security(HttpSecurity http, ClientRegistrationRepository clients) throws Exception {
    var signOut = new OidcClientInitiatedLogoutSuccessHandler(clients);
    signOut.setPostLogoutRedirectUri("{{app_url}}/");
    return http
        .authorizeHttpRequests(requests -> requests.requestMatchers("/").permitAll().anyRequest().authenticated())
        .oauth2Login(login -> login.redirectionEndpoint(back -> back.baseUri("{{redirect_path}}")))
        .logout(logout -> logout.logoutSuccessHandler(signOut))
        .build();
  }

  @GetMapping(path = "/", produces = "text/html")
  String home(@AuthenticationPrincipal OidcUser user, CsrfToken csrf) {
    if (user == null) {
      return "<a href='/oauth2/authorization/frontdesk'>Sign in</a>";
    }
    var groups = Objects.requireNonNullElse(user.getClaimAsStringList("groups"), List.<String>of());
    var person = "%s, %s, groups: %s".formatted(user.getFullName(), user.getEmail(), String.join(", ", groups));
    return """
        <p>%s</p>
        <form method="post" action="/logout"><input type="hidden" name="_csrf" value="%s"><button>Sign out</button></form>
        """.formatted(HtmlUtils.htmlEscape(person), csrf.getToken());
  }
}
