package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"html"
	"log"
	"net/http"
	"net/url"{{os_import}}
	"strings"
	"sync"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

type user struct {
	Name   string   `json:"name"`
	Email  string   `json:"email"`
	Groups []string `json:"groups"`
}

// What is kept of a browser: first what its sign-in began with, then who it is.
type session struct {
	state, verifier string
	idToken         string
	user            *user
}

var sessions sync.Map // by the random value of the cookie

func keep(w http.ResponseWriter, s session) {
	id := rand.Text()
	sessions.Store(id, s)
	http.SetCookie(w, &http.Cookie{Name: "app_session", Value: id, Path: "/", HttpOnly: true,
		Secure: strings.HasPrefix("{{app_url}}", "https:"), SameSite: http.SameSiteLaxMode})
}

func find(r *http.Request) session {
	if cookie, err := r.Cookie("app_session"); err == nil {
		if s, ok := sessions.Load(cookie.Value); ok {
			return s.(session)
		}
	}
	return session{}
}

func forget(r *http.Request) {
	if cookie, err := r.Cookie("app_session"); err == nil {
		sessions.Delete(cookie.Value)
	}
}

func main() {
	provider, err := oidc.NewProvider(context.Background(), "{{issuer}}")
	if err != nil {
		log.Fatal(err)
	}
	var metadata struct {
		EndSession string `json:"end_session_endpoint"`
	}
	if err := provider.Claims(&metadata); err != nil {
		log.Fatal(err)
	}
	endpoint := provider.Endpoint()
	endpoint.AuthStyle = {{auth_style}}
	config := oauth2.Config{
		ClientID:    "{{client_id}}",
		Endpoint:    endpoint,
		RedirectURL: "{{redirect_uri}}",
		Scopes:      strings.Fields("{{scopes}}"),
	}{{client_secret_line}}
	idTokens := provider.Verifier(&oidc.Config{ClientID: config.ClientID})

	http.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		person := find(r).user
		if person == nil {
			fmt.Fprint(w, `<a href="/login">Sign in</a>`)
			return
		}
		fmt.Fprintf(w, `<p>%s, %s, groups: %s</p> <a href="/logout">Sign out</a>`, html.EscapeString(person.Name),
			html.EscapeString(person.Email), html.EscapeString(strings.Join(person.Groups, ", ")))
	})

	http.HandleFunc("GET /login", func(w http.ResponseWriter, r *http.Request) {
		begun := session{state: rand.Text(), verifier: oauth2.GenerateVerifier()}
		keep(w, begun)
		http.Redirect(w, r, config.AuthCodeURL(begun.state, oauth2.S256ChallengeOption(begun.verifier)), http.StatusFound)
	})

	// The person who comes back with a code, and their ID token for the sign-out.
	signIn := func(r *http.Request) (session, error) {
		begun, ctx := find(r), r.Context()
		if begun.state == "" || begun.state != r.FormValue("state") {
			return session{}, errors.New("this browser began no such sign-in")
		}
		if refusal := r.FormValue("error"); refusal != "" {
			return session{}, errors.New(refusal + ": " + r.FormValue("error_description"))
		}
		token, err := config.Exchange(ctx, r.FormValue("code"), oauth2.VerifierOption(begun.verifier))
		if err != nil {
			return session{}, err
		}
		rawIDToken, _ := token.Extra("id_token").(string)
		idToken, err := idTokens.Verify(ctx, rawIDToken)
		if err != nil {
			return session{}, err
		}
		info, err := provider.UserInfo(ctx, oauth2.StaticTokenSource(token))
		if err != nil {
			return session{}, err
		}
		if info.Subject != idToken.Subject {
			return session{}, errors.New("userinfo is of somebody else")
		}
		var person user
		return session{idToken: rawIDToken, user: &person}, info.Claims(&person)
	}

	http.HandleFunc("GET {{redirect_path}}", func(w http.ResponseWriter, r *http.Request) {
		signedIn, err := signIn(r)
		forget(r)
		if err != nil {
			http.Error(w, err.Error(), http.StatusForbidden)
			return
		}
		keep(w, signedIn)
		http.Redirect(w, r, "/", http.StatusFound)
	})

	http.HandleFunc("GET /logout", func(w http.ResponseWriter, r *http.Request) {
		query := url.Values{
			"client_id":                {config.ClientID},
			"id_token_hint":            {find(r).idToken},
			"post_logout_redirect_uri": {"{{app_url}}/"},
		}
		forget(r)
		http.Redirect(w, r, metadata.EndSession+"?"+query.Encode(), http.StatusFound)
	})

	log.Println("{{app_url}}")
	log.Fatal(http.ListenAndServe("localhost:{{port}}", nil))
}
